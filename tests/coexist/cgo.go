package main

/*
#include <fcntl.h>
#include <unistd.h>

static int closed_twice(void)
{
	int fd = open("/dev/null", O_RDONLY);

	close(fd);
	return close(fd);
}

static int left_open(void)
{
	return open("/dev/null", O_RDONLY) >= 0;
}
*/
import "C"

import (
	"fmt"
	"os"
	"os/exec"
)

func main() {
	for i := 0; i < 100; i++ {
		file, _ := os.Open("/dev/null")
		file.Close()
		file.Close()
	}
	os.Open("/dev/null")
	fmt.Println(C.closed_twice(), C.left_open())
	out, _ := exec.Command("echo", "a child").Output()
	fmt.Print(string(out))
}
