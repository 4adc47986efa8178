package io.csdr.testing.oss;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/// Writes the small documents of this protocol, and reads those of its requests.
final class OssXml {
  private final StringBuilder text = new StringBuilder();

  /// A document with this root element.
  static OssXml document(String root, Consumer<OssXml> content) {
    OssXml xml = new OssXml();
    xml.text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    return xml.element(root, content);
  }

  OssXml element(String name, Consumer<OssXml> content) {
    text.append('<').append(name).append('>');
    content.accept(this);
    text.append("</").append(name).append('>');
    return this;
  }

  OssXml leaf(String name, Object value) {
    return element(name, xml -> text.append(escaped(value.toString())));
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private static String escaped(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /// The root element of a request's body.
  static Element parse(byte[] body) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory
          .newDocumentBuilder()
          .parse(new ByteArrayInputStream(body))
          .getDocumentElement();
    } catch (SAXException e) {
      throw new OssRefusal(400, "MalformedXML", "The XML you provided was not well-formed.");
    } catch (ParserConfigurationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static List<Element> children(Element parent, String name) {
    List<Element> elements = new ArrayList<>();
    NodeList nodes = parent.getElementsByTagName(name);
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  /// The text of the first element of this name.
  static String text(Element parent, String name) {
    List<Element> found = children(parent, name);
    if (found.isEmpty()) {
      throw new OssRefusal(400, "MalformedXML", "The XML you provided lacks " + name);
    }
    return found.getFirst().getTextContent().trim();
  }
}
