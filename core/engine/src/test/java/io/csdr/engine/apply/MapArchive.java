package io.csdr.engine.apply;

import io.csdr.engine.Fixtures;
import io.csdr.engine.capture.ObjectPath;
import io.csdr.engine.cluster.Discovery;
import io.csdr.engine.cluster.KubeObject;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// A backup's objects written in a test.
final class MapArchive implements ObjectArchive {
  private final Map<String, KubeObject> objects = new TreeMap<>();

  MapArchive(Discovery discovery, String... yaml) {
    for (String text : yaml) {
      KubeObject object = Fixtures.object(text);
      String path =
          discovery
              .ofKind(object.apiVersion(), object.kind())
              .map(kind -> ObjectPath.of(kind.ref(object.namespace(), object.name())))
              .orElseGet(() ->
                  object.namespace()
                      + "/objects/"
                      + object.kind().toLowerCase(Locale.ROOT)
                      + "s."
                      + object.group()
                      + "/"
                      + object.name()
                      + ".json");
      objects.put(path, object);
    }
  }

  @Override
  public void walk(BiConsumer<String, KubeObject> to) {
    objects.forEach((path, object) -> to.accept(path, object.copy()));
  }

  @Override
  public void walkCluster(BiConsumer<String, KubeObject> to) {
    walk((path, object) -> {
      if (object.namespace() == null) {
        to.accept(path, object);
      }
    });
  }

  @Override
  public KubeObject read(String path) {
    return Objects.requireNonNull(objects.get(path)).copy();
  }
}
