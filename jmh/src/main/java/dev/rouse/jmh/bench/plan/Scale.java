package dev.rouse.jmh.bench.plan;

import dev.rouse.jmh.tool.UserError;

/**
 * How long a run takes in proportion to a full one.
 *
 * @param value the proportion
 */
public record Scale(double value) {
  private static final double MOST = 100;

  /**
   * Reads a scale.
   *
   * @param text a number above 0; blank means 1
   * @throws UserError if it is none
   */
  public static Scale parse(String text) throws UserError {
    if (text.isBlank()) {
      return new Scale(1);
    }
    try {
      double value = Double.parseDouble(text.strip());
      if (value > 0 && value <= MOST) {
        return new Scale(value);
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UserError("scale: " + text + ", expected a number above 0, at most 100; 1 is full");
  }
}
