package dev.rouse.jmh.medium;

import dev.rouse.file.Part;
import dev.rouse.jmh.link.Link;
import dev.rouse.memory.Region;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Rouse's region file, with a part for each link. */
final class RegionMedium implements Medium {
  private final BlockKind kind;
  private final int payload;
  private final Region region;

  private RegionMedium(BlockKind kind, int payload, Region region) {
    this.kind = kind;
    this.payload = payload;
    this.region = region;
  }

  static RegionMedium create(BlockKind kind, int payload, Path folder, List<String> names)
      throws IOException {
    Part[] parts = names.stream().map(name -> kind.part(name, payload)).toArray(Part[]::new);
    return new RegionMedium(kind, payload, Region.create(file(folder), parts));
  }

  static RegionMedium open(BlockKind kind, int payload, Path folder) throws IOException {
    return new RegionMedium(kind, payload, Region.open(file(folder)));
  }

  private static Path file(Path folder) {
    return folder.resolve("region");
  }

  @Override
  public Link sender(String name) {
    return kind.sender(region, name, payload);
  }

  @Override
  public Link receiver(String name) {
    return kind.receiver(region, name, payload);
  }

  @Override
  public void close() {
    region.close();
  }
}
