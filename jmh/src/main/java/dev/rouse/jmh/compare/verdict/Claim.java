package dev.rouse.jmh.compare.verdict;

import java.util.List;

/**
 * A claim and its verdict. What the verdict is depends on the machine as well: one that is not
 * shown is no error.
 *
 * @param shown whether this run shows it
 * @param text the claim
 * @param reason what was measured
 */
public record Claim(boolean shown, String text, String reason) {
  /** Returns those of some claims that were not shown. */
  public static List<Claim> notShown(List<Claim> claims) {
    return claims.stream().filter(claim -> !claim.shown()).toList();
  }

  /** Returns the verdict in words. */
  public String verdict() {
    return shown ? "shown" : "not shown on this machine";
  }
}
