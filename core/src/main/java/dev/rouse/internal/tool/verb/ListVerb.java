package dev.rouse.internal.tool.verb;

import dev.rouse.file.FileAccess;
import dev.rouse.file.RegionFormatException;
import dev.rouse.internal.file.FileLook;
import dev.rouse.internal.file.RegionLook;
import dev.rouse.internal.tool.text.Printable;
import dev.rouse.internal.tool.text.Table;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists the region files of a folder: what begins as one, and what cannot be read, so that nobody
 * knows.
 */
public final class ListVerb {
  /** How many roles of a file are listed for people. */
  private static final int MOST_ROLES = 4;

  /** How the temporary name of a file ends that is being created. */
  private static final String UNFINISHED = ".rouse-new";

  private final FileAccess access;
  private final List<Map<String, Object>> json = new ArrayList<>();
  private final Table table =
      new Table("file", "bytes", "parts", "created", "open by", "roles, or what is wrong");
  private boolean damaged;

  private ListVerb(FileAccess access) {
    this.access = access;
  }

  /**
   * Lists a folder.
   *
   * @param folder the folder
   * @param access who is trusted to have written the files
   * @return what was found
   * @throws IOException if the folder cannot be read
   */
  public static Result run(Path folder, FileAccess access) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path each : all) {
        if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
          files.add(each);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    files.sort(null);
    Openers openers = Openers.of(files);
    ListVerb verb = new ListVerb(access);
    for (Path file : files) {
      verb.look(file, openers.of(file));
    }
    return verb.result(folder);
  }

  private Result result(Path folder) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("verb", "ls");
    document.put("folder", folder.toString());
    document.put("files", json);
    return new Result(
        damaged ? Result.DAMAGED : Result.FINE,
        document,
        table.isEmpty()
            ? List.of("no region files in " + Printable.of(folder.toString()))
            : table.lines());
  }

  private void look(Path path, List<Long> openBy) {
    try (FileLook file = FileLook.open(path, access)) {
      if (file.isRegionFile()) {
        show(path, file, openBy);
      } else if (path.toString().endsWith(UNFINISHED)) {
        wrong(path, "unfinished", "its creation goes on, or was killed");
      }
    } catch (NoSuchFileException e) {
      // It was deleted meanwhile.
    } catch (IOException e) {
      wrong(path, "unreadable", message(path, e));
    }
  }

  private void show(Path path, FileLook file, List<Long> openBy) throws IOException {
    try {
      RegionLook region = file.read();
      FileState state = new FileState(file, region, openBy);
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("file", name(path));
      state.addTo(entry);
      entry.put("parts", region.parts().size());
      List<String> roles = state.roles();
      entry.put("roles", roles);
      table.add(
          name(path),
          FileState.number(region.byteSize()),
          FileState.number(region.parts().size()),
          region.created().toString(),
          state.openBy(),
          roles.size() > MOST_ROLES
              ? "%s and %d more"
                  .formatted(
                      String.join(", ", roles.subList(0, MOST_ROLES)), roles.size() - MOST_ROLES)
              : String.join(", ", roles));
      json.add(entry);
    } catch (RegionFormatException e) {
      damaged = true;
      wrong(path, "damaged", String.valueOf(e.getMessage()));
    } catch (InternalError e) {
      damaged = true;
      wrong(path, "damaged", "it became shorter while it was read");
    }
  }

  private void wrong(Path path, String how, String what) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("file", name(path));
    entry.put(how, what);
    json.add(entry);
    table.add(name(path), "", "", "", "", how + ": " + what);
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  /** The messages of the file begin with its name, which is in the list already. */
  private static String message(Path path, IOException e) {
    String message = String.valueOf(e.getMessage());
    String name = path.toAbsolutePath() + ": ";
    return message.startsWith(name) ? message.substring(name.length()) : message;
  }
}
