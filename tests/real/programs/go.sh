#!/bin/sh
# Go: os and net make their system calls themselves, so little is seen, and nothing may be false.
# needs: go
set -eu
cat >main.go <<'END'
package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
)

func main() {
	for i := 0; i < 50; i++ {
		file, _ := os.CreateTemp(".", "f")
		file.WriteString("text")
		file.Close()
	}
	listener, _ := net.Listen("tcp", "127.0.0.1:0")
	go func() {
		for {
			peer, err := listener.Accept()
			if err != nil {
				return
			}
			peer.Write([]byte("hello"))
			peer.Close()
		}
	}()
	for i := 0; i < 20; i++ {
		client, _ := net.Dial("tcp", listener.Addr().String())
		text, _ := io.ReadAll(client)
		client.Close()
		if i == 19 {
			fmt.Println(string(text))
		}
	}
	listener.Close()
	out, _ := exec.Command("echo", "a child").Output()
	fmt.Print(string(out))
}
END
GOCACHE="$PWD/cache" GOFLAGS=-mod=mod go run main.go
