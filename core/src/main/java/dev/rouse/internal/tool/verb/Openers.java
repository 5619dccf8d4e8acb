package dev.rouse.internal.tool.verb;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which processes have files open, as far as the system tells: Linux, and the processes of the same
 * user. For people only; the locks say what is so.
 */
final class Openers {
  private static final Path PROCESSES = Path.of("/proc");

  /** The processes by what tells a file from others. */
  private final Map<Object, Set<Long>> byFile = new HashMap<>();

  private final Set<Path> folders = new HashSet<>();

  private Openers() {}

  /**
   * Looks at all processes but this one.
   *
   * @param files the files
   * @return who has them open
   */
  static Openers of(List<Path> files) {
    Openers openers = new Openers();
    for (Path file : files) {
      try {
        byKey(file).ifPresent(key -> openers.byFile.put(key, new TreeSet<>()));
        openers.folders.add(file.toRealPath().getParent());
      } catch (IOException e) {
        // It is gone: then nobody is found.
      }
    }
    long self = ProcessHandle.current().pid();
    for (Path process : entries(PROCESSES, "[0-9]*")) {
      long pid = pid(process);
      if (pid > 0 && pid != self) {
        openers.look(pid, process.resolve("fd"));
      }
    }
    return openers;
  }

  private static Optional<Object> byKey(Path file) throws IOException {
    return Optional.ofNullable(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  private static long pid(Path process) {
    try {
      return Long.parseLong(process.getFileName().toString());
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private void look(long pid, Path descriptors) {
    for (Path descriptor : entries(descriptors, "*")) {
      try {
        // The name says little: the process that has created a file has it open by a name that was
        // deleted. But the folder is right, and files in other folders, which may be slow to ask,
        // are left alone.
        if (folders.contains(Files.readSymbolicLink(descriptor).getParent())) {
          byKey(descriptor).map(byFile::get).ifPresent(processes -> processes.add(pid));
        }
      } catch (IOException | UnsupportedOperationException | InvalidPathException e) {
        // It was closed meanwhile, or it is not ours to look at.
      }
    }
  }

  private static List<Path> entries(Path folder, String glob) {
    List<Path> result = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
      entries.forEach(result::add);
    } catch (IOException | DirectoryIteratorException e) {
      // There is none, it has ended, or it is somebody else's.
    }
    return result;
  }

  /**
   * Returns who has a file open.
   *
   * @param file one of the files
   * @return the ids of the processes in ascending order
   */
  List<Long> of(Path file) {
    try {
      return byKey(file).map(byFile::get).map(List::copyOf).orElse(List.of());
    } catch (IOException e) {
      return List.of();
    }
  }
}
