package dev.rouse.jmh.medium;

import dev.rouse.jmh.link.Link;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A Unix-domain socket for each link: who created them accepts, the other connects. */
final class SocketMedium implements Medium {
  private final int batch;
  private final int payload;
  private final Path folder;
  private final Map<String, ServerSocketChannel> servers = new HashMap<>();

  private SocketMedium(int batch, int payload, Path folder) {
    this.batch = batch;
    this.payload = payload;
    this.folder = folder;
  }

  static SocketMedium create(int batch, int payload, Path folder, List<String> names)
      throws IOException {
    SocketMedium created = new SocketMedium(batch, payload, folder);
    for (String name : names) {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      created.servers.put(name, server);
      server.bind(created.address(name));
    }
    return created;
  }

  static SocketMedium open(int batch, int payload, Path folder) {
    return new SocketMedium(batch, payload, folder);
  }

  private UnixDomainSocketAddress address(String name) {
    return UnixDomainSocketAddress.of(folder.resolve(name));
  }

  @Override
  public Link sender(String name) throws IOException {
    return Stream.sender(channel(name), batch, payload);
  }

  @Override
  public Link receiver(String name) throws IOException {
    return Stream.receiver(channel(name), payload);
  }

  private SocketChannel channel(String name) throws IOException {
    ServerSocketChannel server = servers.get(name);
    return server == null ? SocketChannel.open(address(name)) : server.accept();
  }

  @Override
  public void close() throws IOException {
    for (ServerSocketChannel server : servers.values()) {
      server.close();
    }
  }
}
