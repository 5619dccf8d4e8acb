package dev.rouse.internal.file;

import dev.rouse.file.FileAccess;
import dev.rouse.file.IfExists;
import dev.rouse.file.RegionFormatException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;

/**
 * Creates a region file. It is made under a temporary name, which begins with a dot and ends with
 * {@code .rouse-new}, and gets its own name by one system call when it is complete. A temporary
 * file that a killed process has left is deleted by the next creation of the same name.
 */
final class RegionFileCreator {
  private static final String TEMPORARY = ".rouse-new";

  private final Path path;
  private final List<Placed> parts;
  private final FileAccess access;

  /**
   * Makes the creator.
   *
   * @param path the file, absolute
   * @param parts what is in it
   * @param access who may use it, and who is trusted if there is one
   */
  RegionFileCreator(Path path, List<Placed> parts, FileAccess access) {
    this.path = path;
    this.parts = parts;
    this.access = access;
  }

  RegionFile create(IfExists ifExists) throws IOException {
    deleteAbandoned();
    return switch (ifExists) {
      case FAIL -> createNew();
      case REUSE -> reuse();
      case REPLACE -> replace();
    };
  }

  private RegionFile createNew() throws IOException {
    return complete(temporary -> Files.createLink(path, temporary));
  }

  private RegionFile reuse() throws IOException {
    while (true) {
      try {
        return requireSame(RegionFile.open(path, access));
      } catch (NoSuchFileException e) {
        try {
          return createNew();
        } catch (FileAlreadyExistsException another) {
          // Somebody else was faster: open that.
        }
      }
    }
  }

  private RegionFile requireSame(RegionFile file) throws RegionFormatException {
    if (!file.parts().equals(parts)) {
      List<?> found = file.parts().stream().map(Placed::part).toList();
      file.close();
      throw new RegionFormatException(
          "%s: its parts are %s, expected %s"
              .formatted(path, found, parts.stream().map(Placed::part).toList()));
    }
    return file;
  }

  private RegionFile replace() throws IOException {
    // The new file is made first, so that the old one is locked for a moment only.
    return complete(this::putInPlace);
  }

  private void putInPlace(Path temporary) throws IOException {
    while (true) {
      try (OpenFile old = OpenFile.open(path)) {
        FileChecks.requireSafe(old, path, access);
        requireRegion(old);
        // Held until the new file has the name: who opens the old one meanwhile waits, and then
        // sees that it is not at its path any more.
        if (!old.tryLock(RegionFile.OPEN_PLACE, false)) {
          throw new FileSystemException(
              path.toString(), null, "a process has it open, expected none");
        }
        if (old.isAt(path)) {
          Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
          return;
        }
      } catch (NoSuchFileException e) {
        try {
          Files.createLink(path, temporary);
          return;
        } catch (FileAlreadyExistsException another) {
          // Somebody else was faster: replace that, unless it is open.
        }
      }
    }
  }

  /** Nothing but a region file is ever replaced. */
  private void requireRegion(OpenFile old) throws IOException {
    if (old.size() < RegionHeader.smallest()) {
      throw new RegionFormatException(path + ": not a region file, expected one to replace");
    }
    RegionFile.read(old.map(old.size()), path);
  }

  private RegionFile complete(OpenFile.Naming naming) throws IOException {
    while (true) {
      Path temporary = path.resolveSibling(prefix() + UUID.randomUUID() + TEMPORARY);
      OpenFile file = OpenFile.create(temporary);
      boolean named = false;
      try {
        // Otherwise somebody has taken the new file for an abandoned one, and deletes it or has
        // done so: once it is locked, nobody does.
        if (file.tryLock(RegionFile.OPEN_PLACE, true) && file.isAt(temporary)) {
          FileChecks.share(file, path, access); // while it is locked, and nothing is in it
          long byteSize = RegionHeader.byteSize(parts);
          allocate(file, byteSize);
          MemorySegment segment = file.map(byteSize);
          for (Placed placed : parts) {
            placed.part().prepare(segment.asSlice(placed.offset(), placed.part().byteSize()));
          }
          RegionHeader.write(segment, parts);
          file.name(naming, temporary);
          named = true;
          return RegionFile.of(path, file, segment, parts);
        }
      } finally {
        if (!named) {
          file.close();
        }
        Files.deleteIfExists(temporary);
      }
    }
  }

  private void allocate(OpenFile file, long byteSize) throws IOException {
    try {
      file.allocate(byteSize);
    } catch (IOException e) {
      throw new FileSystemException(path.toString(), null, e.getMessage());
    }
  }

  private String prefix() {
    return "." + path.getFileName() + ".";
  }

  private void deleteAbandoned() throws IOException {
    DirectoryStream.Filter<Path> filter =
        other -> {
          String name = other.getFileName().toString();
          return name.startsWith(prefix()) && name.endsWith(TEMPORARY);
        };
    try (var others = Files.newDirectoryStream(path.getParent(), filter)) {
      for (Path other : others) {
        deleteIfAbandoned(other);
      }
    }
  }

  private static void deleteIfAbandoned(Path temporary) throws IOException {
    try (OpenFile file = OpenFile.open(temporary)) {
      if (file.tryLock(RegionFile.OPEN_PLACE, false)) {
        Files.deleteIfExists(temporary);
      }
    } catch (NoSuchFileException e) {
      // Its creator was faster.
    } catch (FileSystemException e) {
      // Not one of ours.
    }
  }
}
