package io.csdr;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The arrows and house rules of ARCHITECTURE.md and CONTRIBUTING.md that the compiler cannot check.
class ArchitectureTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("test-support"))
          .importPackages("io.csdr");

  @Test
  void theVaultKnowsNothingOfKubernetes() {
    classes()
        .that()
        .resideInAPackage("io.csdr.vault..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.csdr.vault..",
            "java..",
            "javax.crypto..",
            "com.github.luben.zstd..",
            "org.bouncycastle..",
            "org.jspecify..")
        .check(OURS);
  }

  @Test
  void bucketsKnowTheVaultAndTheRuntimeOnly() {
    classes()
        .that()
        .resideInAPackage("io.csdr.s3..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.csdr.s3..",
            "io.csdr.vault",
            "io.csdr.vault.store..",
            "java..",
            "javax.crypto..",
            "javax.net..",
            "javax.xml.stream..",
            "org.jspecify..")
        .check(OURS);
  }

  @Test
  void theModelDoesNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAPackage("io.csdr.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..", "io.fabric8..", "io.csdr.vault..")
        .check(OURS);
  }

  @Test
  void arrowsPointOneWay() {
    noClasses()
        .that()
        .resideInAPackage("io.csdr.engine..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.csdr.cli..", "io.csdr.mover..", "io.csdr.s3..", "picocli..")
        .check(OURS);
  }

  @Test
  void packagesHaveNoCycles() {
    for (String room : List.of("vault", "engine", "model", "cli")) {
      slices()
          .matching("io.csdr." + room + ".(**)")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(OURS);
    }
  }

  @Test
  void onlyTheTerminalIsWrittenTo() {
    noClasses()
        .that(
            are(
                not(
                    resideInAnyPackage("io.csdr.cli.print..", "io.csdr.cli.term..")
                        .or(simpleNameEndingWith("Main")))))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(OURS);
  }

  @Test
  void onlyMainClassesExitAndReadTheEnvironment() {
    noClasses()
        .that(are(not(simpleNameEndingWith("Main"))))
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(OURS);
  }

  @Test
  void namesSayWhatThingsAre() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Common")
        .check(OURS);
  }

  @Test
  void everyPackageIsNullMarked() {
    List<String> unmarked =
        OURS.stream()
            .map(type -> type.getPackage())
            .distinct()
            .filter(place -> place.getName().startsWith("io.csdr"))
            .filter(place -> !marked(place))
            .map(JavaPackage::getName)
            .toList();

    assertThat(unmarked).isEmpty();
  }

  private static boolean marked(JavaPackage place) {
    return place.isAnnotatedWith(NullMarked.class);
  }
}
