package dev.rouse.jmh.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlTest {
  @Test
  void textIsEscapedAndHtmlIsNot() {
    assertThat(new Html("a<b", "").heading(2, "1 & 2").facts("%s", "<\"x\">").raw("<hr>").finish())
        .contains("<title>a&lt;b</title>")
        .contains("<h2>1 &amp; 2</h2>")
        .contains("<p class=\"facts\">&lt;&quot;x&quot;&gt;</p>")
        .endsWith("<hr></body>\n</html>\n");
  }

  @Test
  void aSystemWithoutFontsIsNamed(@TempDir Path folder) {
    Path page = folder.resolve("index.html");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(
            () ->
                Html.write(
                    page,
                    () -> {
                      throw new NoClassDefFoundError("sun.font.FontManager");
                    }))
        .withMessageStartingWith(page + ": cannot draw the charts: install fontconfig and a font");
    assertThat(page).doesNotExist();
  }
}
