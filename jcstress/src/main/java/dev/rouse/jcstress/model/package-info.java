/** Runs the model of the wait protocol through a model checker. */
@NullMarked
package dev.rouse.jcstress.model;

import org.jspecify.annotations.NullMarked;
