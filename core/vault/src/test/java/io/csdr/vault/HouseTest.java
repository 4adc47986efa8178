package io.csdr.vault;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// The walls inside the vault.
class HouseTest {
  private static final JavaClasses VAULT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.csdr.vault");

  @Test
  void theVaultNeedsLittle() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.crypto..",
            "io.csdr.vault..",
            "com.github.luben.zstd..",
            "org.bouncycastle..",
            "org.jspecify..")
        .check(VAULT);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.csdr.vault.(*)..").should().beFreeOfCycles().check(VAULT);
  }

  @Test
  void partsKnowNothingOfTheWholeButItsExceptions() {
    noClasses()
        .that()
        .resideInAPackage("io.csdr.vault.*..")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("io.csdr.vault")
                .and(
                    DescribedPredicate.not(
                        JavaClass.Predicates.belongToAnyOf(VaultException.class))))
        .check(VAULT);
  }

  @Test
  void nothingPrintsOrEnds() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(VAULT);
  }
}
