/// What a user asks for, complete and checked for shape, before anything is looked up.
@NullMarked
package io.csdr.model.request;

import org.jspecify.annotations.NullMarked;
