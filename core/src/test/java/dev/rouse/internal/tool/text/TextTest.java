package dev.rouse.internal.tool.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rouse.testing.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the tool writes can be read again, and does nothing to a terminal. */
class TextTest {
  @Test
  void jsonOfEveryValue() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("null", null);
    map.put("list", List.of(1L, Long.MIN_VALUE, 2, true, false, List.of(), Map.of()));
    map.put("a \"b\" \\ /", "\u0000\n\u007f\u2028ü\uD83D\uDE00\uD800");
    assertThat(Json.of(map))
        .isEqualTo(
            "{\"null\":null,\"list\":[1,-9223372036854775808,2,true,false,[],{}],"
                + "\"a \\\"b\\\" \\\\ /\":"
                + "\"\\u0000\\u000a\\u007f\\u2028\\u00fc\\ud83d\\ude00\\ud800\"}");
    assertThatIllegalArgumentException().isThrownBy(() -> Json.of(1.5));
  }

  @Test
  void everyCharacterComesBack() {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      all.append((char) c);
    }
    String json = Json.of(all.toString());
    assertThat(json.chars()).allMatch(c -> c >= ' ' && c <= '~');
    assertThat(JsonText.parse(json)).isEqualTo(all.toString());
  }

  @Test
  void whatIsNotPrintableIsShownAsItsCode() {
    assertThat(Printable.of("plain ü \uD83D\uDE00")).isEqualTo("plain ü \uD83D\uDE00");
    assertThat(Printable.of("\u001b[2J\r\n\u202e\u200b\u2028\uD800"))
        .isEqualTo("\\u{1B}[2J\\u{D}\\u{A}\\u{202E}\\u{200B}\\u{2028}\\u{D800}");
  }

  @Test
  void tableIsAlignedAndNumbersAreToTheRight() {
    Table table = new Table("name", "bytes", "what");
    assertThat(table.isEmpty()).isTrue();
    table.add("a", "1,000", "x");
    table.add("longer\n", "7", "");
    assertThat(table.isEmpty()).isFalse();
    List<String> lines = new ArrayList<>(table.lines());
    assertThat(lines)
        .containsExactly(
            "name         bytes  what", "a            1,000  x", "longer\\u{A}      7");
  }
}
