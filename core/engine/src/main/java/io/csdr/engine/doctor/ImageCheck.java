package io.csdr.engine.doctor;

import io.csdr.model.request.ImageSource;
import io.fabric8.kubernetes.api.model.ContainerImage;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Looks at the nodes that movers would run on: whether they are of the program's architecture, and
/// whether they have the image or can hope to pull it.
record ImageCheck(KubernetesClient client, ImageSource image) {
  private static final String ARCHITECTURE = "kubernetes.io/arch";

  /// Nodes name no more images than this.
  private static final int MOST_NAMED = 50;

  List<Finding> findings() {
    List<Node> nodes =
        client.nodes().list().getItems().stream()
            .filter(node -> !Boolean.TRUE.equals(node.getSpec().getUnschedulable()))
            .toList();
    if (nodes.isEmpty()) {
      return List.of(
          Finding.fail("nodes", "no node takes pods, so no volume can be moved", "add a node"));
    }
    return List.of(architecture(nodes), presence(nodes));
  }

  private static Finding architecture(List<Node> nodes) {
    String own = own();
    Set<String> others = new TreeSet<>();
    for (Node node : nodes) {
      String architecture = node.getMetadata().getLabels().getOrDefault(ARCHITECTURE, own);
      if (!architecture.equals(own)) {
        others.add(node.getMetadata().getName() + " (" + architecture + ")");
      }
    }
    return others.isEmpty()
        ? Finding.ok("nodes", nodes.size() + " of architecture " + own)
        : Finding.warn(
            "nodes",
            "of another architecture than this program's " + own + ": " + String.join(", ", others),
            "give an image for these architectures with --image");
  }

  private Finding presence(List<Node> nodes) {
    String reference = image.reference();
    List<String> without = new ArrayList<>();
    boolean uncertain = false;
    for (Node node : nodes) {
      List<ContainerImage> known = node.getStatus().getImages();
      if (known == null || known.stream().noneMatch(this::isOurs)) {
        without.add(node.getMetadata().getName());
        uncertain |= known == null || known.size() >= MOST_NAMED;
      }
    }
    if (without.isEmpty()) {
      return Finding.ok("image", reference + " is on every node");
    }
    String where = "not on " + String.join(", ", without);
    if (!reference.startsWith("localhost/")) {
      return Finding.ok("image", reference + " is " + where + ", which pull it when needed");
    }
    return Finding.warn(
        "image",
        reference
            + " is "
            + where
            + " and cannot be pulled, so no volume can be moved there"
            + (uncertain ? "; but these nodes do not name all their images" : ""),
        "load it there, or give one that they can pull with --image; a node may tell of a new image"
            + " minutes later");
  }

  private boolean isOurs(ContainerImage known) {
    return known.getNames() != null && known.getNames().contains(image.reference());
  }

  private static String own() {
    String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return name.equals("aarch64") ? "arm64" : name.equals("x86_64") ? "amd64" : name;
  }
}
