#!/usr/bin/python3
"""redis-server under redis-benchmark, with snapshots, an append-only file, a rewrite."""
# needs: redis-server redis-benchmark redis-cli python3

import os
import signal
import socket
import subprocess
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def main():
    port = free_port()
    with open("log", "w") as log:
        server = subprocess.Popen(["redis-server", "--port", port, "--bind", "127.0.0.1",
                                   "--dir", os.getcwd(), "--appendonly", "yes", "--save", "",
                                   "--unixsocket", "socket"],
                                  stdout=log)

    def ask(*words):
        return subprocess.run(["redis-cli", "-p", port, *words], capture_output=True,
                              text=True).stdout.strip()

    for _ in range(500):
        if ask("ping") == "PONG":
            break
        time.sleep(0.05)
    benchmark = ["redis-benchmark", "-p", port, "-n", "2000", "-c", "20", "-q",
                 "-t", "set,get,incr,lpush,lpop,mset"]
    print("benchmark", subprocess.run(benchmark, stdout=subprocess.DEVNULL).returncode)
    benchmark += ["-k", "0", "-n", "500"]
    print("benchmark", subprocess.run(benchmark, stdout=subprocess.DEVNULL).returncode)
    print(subprocess.run(["redis-cli", "-s", "socket", "ping"], capture_output=True).stdout)
    print(ask("dbsize"), ask("save"), ask("bgrewriteaof"))
    time.sleep(0.5)
    print(ask("bgsave"))
    time.sleep(0.5)
    print(ask("config", "set", "maxclients", "50"), ask("get", "nothing"), ask("flushall"))
    server.send_signal(signal.SIGTERM)
    print("status", server.wait())
    print(sorted(name for name in os.listdir(".") if name.endswith(".rdb")))


main()
