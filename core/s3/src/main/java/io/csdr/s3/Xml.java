package io.csdr.s3;

import java.io.ByteArrayInputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// Goes through an answer in XML whose author is not trusted: no document types, so no entities and nothing
/// that is fetched from elsewhere.
final class Xml {
  private static final int DEEPEST = 16;

  /// Takes what was found.
  interface Listener {
    /// An element begins; `path` is the names of the elements above it and its own, each with a slash before.
    default void open(String path) {}

    /// An element ends, whose own text this is.
    void close(String path, String text) throws XMLStreamException;
  }

  private Xml() {}

  /// Reads a document to its end.
  ///
  /// @throws XMLStreamException when it is none, or has a document type
  static void read(byte[] document, Listener listener) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(document));
    StringBuilder path = new StringBuilder();
    StringBuilder text = new StringBuilder();
    int depth = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          if (++depth > DEEPEST) {
            throw new XMLStreamException("elements are nested too deeply");
          }
          path.append('/').append(reader.getLocalName());
          text.setLength(0);
          listener.open(path.toString());
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          listener.close(path.toString(), text.toString());
          path.setLength(path.lastIndexOf("/"));
          text.setLength(0);
          depth--;
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new XMLStreamException("a document type or an entity is not accepted");
        default -> {}
      }
    }
  }
}
