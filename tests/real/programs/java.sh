#!/bin/sh
# A Java program over files, sockets and processes, compiled and run.
# needs: java javac
set -eu
cat >Main.java <<'END'
import java.io.*;
import java.net.*;
import java.nio.channels.*;
import java.nio.file.*;

public class Main {
	public static void main(String[] arguments) throws Exception {
		Path path = Files.createTempFile(Path.of("."), "a", "b");
		Files.writeString(path, "text\n");
		try (BufferedReader in = Files.newBufferedReader(path)) {
			System.out.println(in.readLine());
		}
		try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
			System.out.println(channel.map(FileChannel.MapMode.READ_ONLY, 0, 5).get(0));
		}
		try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
			for (int i = 0; i < 20; i++) {
				try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
				     Socket peer = server.accept()) {
					peer.getOutputStream().write(i);
					if (client.getInputStream().read() != i)
						throw new IOException("not what was sent");
				}
			}
		}
		Process process = new ProcessBuilder("sh", "-c", "echo from a child; exit 3").start();
		System.out.println(new BufferedReader(new InputStreamReader(process.getInputStream())).readLine());
		System.out.println(process.waitFor());
		try (Selector selector = Selector.open()) {
			System.out.println(selector.selectNow());
		}
		Files.delete(path);
	}
}
END
javac -J-XX:TieredStopAtLevel=1 Main.java
java -XX:TieredStopAtLevel=1 -Xshare:auto Main
