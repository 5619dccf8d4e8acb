package dev.rouse.jmh.compare.verdict;

import java.util.Locale;

/** The result in one sentence: sooner than polling, cheaper than spinning, better than copying. */
public final class Answer {
  private Answer() {}

  /** Returns the sentence. */
  public static String of(Ratios ratios) {
    return "Workers woken by Rouse %s, %s, and %s."
        .formatted(
            polling(ratios.polling()),
            spinning(ratios.spinning()),
            copying(ratios.copying(), ratios.garbage()));
  }

  private static String polling(Ratio ratio) {
    return switch (ratio.difference()) {
      case MORE ->
          "start %s times sooner than with polling every millisecond"
              .formatted(Ratio.times(ratio.median()));
      case NONE -> "start no sooner than with polling every millisecond";
      case LESS ->
          "start %s times later than with polling every millisecond"
              .formatted(Ratio.times(1 / ratio.median()));
    };
  }

  private static String spinning(Ratio ratio) {
    return switch (ratio.difference()) {
      case MORE ->
          "wait with %s times less processor time than with spinning"
              .formatted(Ratio.times(ratio.median()));
      case NONE -> "wait with no less processor time than with spinning";
      case LESS ->
          "wait with %s times more processor time than with spinning"
              .formatted(Ratio.times(1 / ratio.median()));
    };
  }

  private static String copying(Ratio time, Ratio garbage) {
    String speed =
        switch (time.difference()) {
          case MORE ->
              "finish %s times as fast as with copying".formatted(Ratio.times(time.median()));
          case NONE -> "finish no faster than with copying";
          case LESS ->
              "finish %s times slower than with copying".formatted(Ratio.times(1 / time.median()));
        };
    if (garbage.difference() != Difference.MORE) {
      return speed;
    }
    return String.format(
        Locale.ROOT,
        "%s%s %,.0f %s of garbage a block instead of %,.0f",
        speed,
        time.difference() == Difference.MORE ? ", with" : ", but with",
        garbage.ours(),
        Math.round(garbage.ours()) == 1 ? "byte" : "bytes",
        garbage.theirs());
  }
}
