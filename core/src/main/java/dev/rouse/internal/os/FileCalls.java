package dev.rouse.internal.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The calls on files that Java does not have: locks that belong to an open file description
 * (F_OFD_SETLK), and the reservation of space. Linux only. Every call returns the negated error
 * number if it fails. No call blocks.
 *
 * <p>A lock of a description is released by the kernel when the last descriptor of it is closed, so
 * also when the process dies. Other than the locks of {@code FileChannel}, it does not care about
 * other descriptors of the same file in the process. The files are opened with O_CLOEXEC: a child
 * process would otherwise keep the description, and with it the lock.
 */
public final class FileCalls {
  /** The error number if there is no such file. */
  public static final int ENOENT = 2;

  /** The error number if the user may not do it. */
  public static final int EACCES = 13;

  /** The error number if the file exists. */
  public static final int EEXIST = 17;

  /** The error number if the file is a symbolic link. */
  public static final int ELOOP = 40;

  /** The error number if there is no space. */
  public static final int ENOSPC = 28;

  private static final int EAGAIN = 11;
  private static final int EINTR = 4;

  private static final int O_RDONLY = 0;
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0100;
  private static final int O_EXCL = 0200;
  private static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 02000000;

  /** The only one of these flags that is not the same on all processors. */
  private static final int O_NOFOLLOW =
      System.getProperty("os.arch").equals("aarch64") ? 0100000 : 0400000;

  private static final int F_OFD_GETLK = 36;
  private static final int F_OFD_SETLK = 37;
  private static final short F_RDLCK = 0;
  private static final short F_WRLCK = 1;
  private static final short F_UNLCK = 2;

  /** A C {@code struct flock} on the 64-bit systems that are supported. */
  private static final MemoryLayout FLOCK =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("l_type"),
          JAVA_SHORT.withName("l_whence"), // 0, SEEK_SET: from the start of the file
          MemoryLayout.paddingLayout(4),
          JAVA_LONG.withName("l_start"),
          JAVA_LONG.withName("l_len"),
          JAVA_INT.withName("l_pid"), // must be 0
          MemoryLayout.paddingLayout(4));

  private static final VarHandle TYPE =
      FLOCK.varHandle(MemoryLayout.PathElement.groupElement("l_type"));
  private static final VarHandle START =
      FLOCK.varHandle(MemoryLayout.PathElement.groupElement("l_start"));
  private static final VarHandle LENGTH =
      FLOCK.varHandle(MemoryLayout.PathElement.groupElement("l_len"));

  private static final @Nullable MethodHandle OPEN =
      link("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 2);
  private static final @Nullable MethodHandle FCNTL =
      link("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS), 2);
  private static final @Nullable MethodHandle FALLOCATE =
      link("posix_fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG), -1);
  private static final @Nullable MethodHandle CLOSE =
      link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), -1);

  /** In which the JVM encodes the names of files. */
  private static final Charset FILE_NAMES = fileNames();

  private FileCalls() {}

  private static Charset fileNames() {
    String name = System.getProperty("sun.jnu.encoding", "UTF-8");
    return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
  }

  @SuppressWarnings("restricted") // the module is checked for native access before
  private static @Nullable MethodHandle link(
      String function, FunctionDescriptor descriptor, int firstVariadic) {
    if (SystemCalls.UNAVAILABLE != null) {
      return null;
    }
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = linker.defaultLookup();
    Linker.Option error = Linker.Option.captureCallState("errno");
    return library
        .find(function)
        .map(
            address ->
                firstVariadic < 0
                    ? linker.downcallHandle(address, descriptor, error)
                    : linker.downcallHandle(
                        address, descriptor, Linker.Option.firstVariadicArg(firstVariadic), error))
        .orElse(null);
  }

  /**
   * Tells whether the calls can be made.
   *
   * @return true on Linux, if native access is granted and the C library has the functions
   */
  public static boolean isAvailable() {
    return OPEN != null && FCNTL != null && FALLOCATE != null && CLOSE != null;
  }

  /**
   * Opens a file to read and write; does not follow a symbolic link at its end, and does not wait
   * for the other end of a FIFO.
   *
   * @param path the file
   * @return the descriptor, or the negated error number
   */
  public static int open(String path) {
    return open(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  }

  /**
   * As {@link #open(String)}, only to read.
   *
   * @param path the file
   * @return the descriptor, or the negated error number
   */
  public static int openToRead(String path) {
    return open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  }

  /**
   * Creates a file that only its owner may read and write, and opens it.
   *
   * @param path the file, which must not exist
   * @return the descriptor, or the negated error number
   */
  public static int create(String path) {
    return open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC);
  }

  private static int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = arena.allocate(SystemCalls.errorLayout());
      byte[] bytes = path.getBytes(FILE_NAMES);
      MemorySegment name = arena.allocate(bytes.length + 1L); // with the 0 at the end
      MemorySegment.copy(bytes, 0, name, ValueLayout.JAVA_BYTE, 0, bytes.length);
      int result;
      do {
        result = (int) required(OPEN).invokeExact(error, name, flags, 0600);
        result = SystemCalls.result(result, error);
      } while (result == -EINTR);
      return result;
    } catch (Throwable t) {
      throw SystemCalls.unexpected(t);
    }
  }

  /**
   * Gives a new file its size and reserves the space for it.
   *
   * @param descriptor the file
   * @param byteSize the size in bytes, at least 1
   * @return 0, or the negated error number; the size may then be any
   */
  public static int allocate(int descriptor, long byteSize) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = arena.allocate(SystemCalls.errorLayout());
      int result;
      do {
        // Other than the rest, it returns its error.
        result = (int) required(FALLOCATE).invokeExact(error, descriptor, 0L, byteSize);
      } while (result == EINTR);
      return -result;
    } catch (Throwable t) {
      throw SystemCalls.unexpected(t);
    }
  }

  /**
   * Locks a byte, which need not exist in the file.
   *
   * @param descriptor the file
   * @param place the byte
   * @param shared whether others may have a shared lock of it
   * @return true if the description has the lock now, false if another one has it
   * @throws IllegalStateException if the system refuses for another reason
   */
  public static boolean tryLock(int descriptor, long place, boolean shared) {
    int result = fcntl(descriptor, F_OFD_SETLK, shared ? F_RDLCK : F_WRLCK, place, null);
    if (result < 0 && result != -EAGAIN && result != -EACCES) {
      throw new IllegalStateException("fcntl(2) F_OFD_SETLK failed with error " + -result);
    }
    return result >= 0;
  }

  /**
   * Releases the lock of a byte. Does nothing if the description has none.
   *
   * @param descriptor the file
   * @param place the byte
   * @throws IllegalStateException if the system refuses
   */
  public static void unlock(int descriptor, long place) {
    int result = fcntl(descriptor, F_OFD_SETLK, F_UNLCK, place, null);
    if (result < 0) {
      throw new IllegalStateException("fcntl(2) F_UNLCK failed with error " + -result);
    }
  }

  /**
   * Tells whether another description has a lock of a byte.
   *
   * @param descriptor the file
   * @param place the byte
   * @return true if an exclusive lock could not be had now
   * @throws IllegalStateException if the system refuses
   */
  public static boolean isLocked(int descriptor, long place) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment lock = arena.allocate(FLOCK);
      int result = fcntl(descriptor, F_OFD_GETLK, F_WRLCK, place, lock);
      if (result < 0) {
        throw new IllegalStateException("fcntl(2) F_OFD_GETLK failed with error " + -result);
      }
      return (short) TYPE.get(lock, 0L) != F_UNLCK;
    }
  }

  private static int fcntl(
      int descriptor, int command, short type, long place, @Nullable MemorySegment answer) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = arena.allocate(SystemCalls.errorLayout());
      MemorySegment lock = answer == null ? arena.allocate(FLOCK) : answer;
      TYPE.set(lock, 0L, type);
      START.set(lock, 0L, place);
      LENGTH.set(lock, 0L, 1L);
      int result;
      do {
        result = (int) required(FCNTL).invokeExact(error, descriptor, command, lock);
        result = SystemCalls.result(result, error);
      } while (result == -EINTR);
      return result;
    } catch (Throwable t) {
      throw SystemCalls.unexpected(t);
    }
  }

  /**
   * Closes a descriptor. An error is not reported: whatever it is, the descriptor is closed.
   *
   * @param descriptor the descriptor
   */
  public static void close(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = arena.allocate(SystemCalls.errorLayout());
      int ignored = (int) required(CLOSE).invokeExact(error, descriptor);
    } catch (Throwable t) {
      throw SystemCalls.unexpected(t);
    }
  }

  private static MethodHandle required(@Nullable MethodHandle call) {
    return SystemCalls.required(call);
  }
}
