package dev.rouse.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rouse.counter.CounterTable;
import dev.rouse.counter.LabelledCounter;
import dev.rouse.memory.Region;
import dev.rouse.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the tool says of a table of counters. */
class ToolCounterTableTest {
  /** Of the first slot. */
  private static final long STATE = 128;

  private static final long LABEL_BYTES = STATE + 16;

  private SharedFolder folder;
  private Path file;
  private Region region;
  private CounterTable table;

  @BeforeEach
  void createFile() throws IOException {
    folder = new SharedFolder();
    file = folder.file("region");
    region = Region.create(file, CounterTable.part("table", 4));
    table = CounterTable.at(region, "table");
  }

  @AfterEach
  void deleteFile() throws IOException {
    region.close();
    folder.close();
  }

  @Test
  void countersAreShownByLabelTypeAndValue() {
    LabelledCounter first = table.allocate(7, "orders \u202eof today");
    table.allocate(8, "trades").add(1_234_567);
    first.free();
    ToolRun json = ToolRun.of("stat", "--json", file);
    Map<String, Object> part = json.list("parts").getFirst();
    assertThat(part).containsEntry("kind", "counter table");
    assertThat(counter(part))
        .containsEntry("id", 1L)
        .containsEntry("type", 8L)
        .containsEntry("label", "trades")
        .containsEntry("value", 1_234_567L)
        .containsEntry("pid", ProcessHandle.current().pid());
    assertThat(ToolRun.of("stat", file).out())
        .contains("counters 1")
        .containsPattern("table +1 +8 +trades +1,234,567 ");
    assertThat(ToolRun.of("check", file).out()).contains("fine, 0 errors");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> counter(Map<String, Object> part) {
    var contents = (Map<String, Object>) Objects.requireNonNull(part.get("contents"));
    assertThat(ToolRun.objects(contents, "counters")).hasSize(1);
    return ToolRun.objects(contents, "counters").getFirst();
  }

  @Test
  void damageIsFound() throws IOException {
    table.allocate(7, "orders");
    RawFile raw = RawFile.part(region, "table");
    raw.set(LABEL_BYTES, 0);
    assertThat(ToolRun.of("check", "--json", file).errors())
        .singleElement()
        .asString()
        .startsWith("table: slot 0 is allocated and has no label");
    raw.set(STATE, 7);
    ToolRun run = ToolRun.of("check", "--json", file);
    assertThat(run.errors()).singleElement().asString().startsWith("table: slot 0 has the state 7");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void slotThatIsBeingWrittenIsANote() throws IOException {
    RawFile.part(region, "table").set(STATE, 5);
    ToolRun run = ToolRun.of("check", "--json", file);
    assertThat(run.code()).isZero();
    assertThat(run.notes()).singleElement().asString().startsWith("table: slot 0 is being written");
  }
}
