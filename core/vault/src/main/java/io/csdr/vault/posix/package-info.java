/// Linux file systems and block devices: saved into trees with every attribute, and filled from them.
///
/// Everything goes through libc by way of `java.lang.foreign`, because the JDK's own file API knows neither raw
/// names nor `*at` calls, extended attributes, holes or devices.
@NullMarked
package io.csdr.vault.posix;

import org.jspecify.annotations.NullMarked;
