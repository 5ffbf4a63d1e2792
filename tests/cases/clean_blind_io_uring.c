/*
 * An io_uring opens a file, accepts a connection and closes what open() had
 * opened. No call of libc had a part in it: blind spots, and no finding.
 *
 * blind: raw fd=7 object=device path=/dev/null
 * blind: raw fd=8 object=socket
 * blind: close fd=6 path=/dev/zero
 * stats: lost=3
 */
#include "case.h"

#include <linux/io_uring.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>

struct ring {
	int fd;
	unsigned int *tail, *array, *cq_head;
	struct io_uring_sqe *sqes;
	struct io_uring_cqe *cqes;
};

static void ring_start(struct ring *r)
{
	struct io_uring_params p = { 0 };
	char *sq, *cq;

	r->fd = (int)syscall(SYS_io_uring_setup, 4, &p);
	if (r->fd < 0)
		_exit(STATUS_SKIPPED);
	sq = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, r->fd, IORING_OFF_SQ_RING);
	cq = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, r->fd, IORING_OFF_CQ_RING);
	r->sqes = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, r->fd, IORING_OFF_SQES);
	CHECK(sq != MAP_FAILED && cq != MAP_FAILED && (void *)r->sqes != MAP_FAILED);
	r->tail = (unsigned int *)(sq + p.sq_off.tail);
	r->array = (unsigned int *)(sq + p.sq_off.array);
	r->cq_head = (unsigned int *)(cq + p.cq_off.head);
	r->cqes = (struct io_uring_cqe *)(cq + p.cq_off.cqes);
}

/* One operation, waited for; its result. */
static int ring_do(struct ring *r, struct io_uring_sqe op)
{
	unsigned int at = *r->tail & 3;
	int result;

	r->sqes[at] = op;
	r->array[at] = at;
	__atomic_store_n(r->tail, *r->tail + 1, __ATOMIC_RELEASE);
	CHECK(syscall(SYS_io_uring_enter, r->fd, 1, 1, IORING_ENTER_GETEVENTS, NULL, 0) == 1);
	result = r->cqes[*r->cq_head & 7].res;
	__atomic_store_n(r->cq_head, *r->cq_head + 1, __ATOMIC_RELEASE);
	return result;
}

int main(void)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX, .sun_path = "socket" };
	struct ring ring;
	int server, client, file;

	ring_start(&ring);
	server = socket(AF_UNIX, SOCK_STREAM, 0);
	CHECK(bind(server, (struct sockaddr *)&name, sizeof(name)) == 0 && listen(server, 1) == 0);
	client = socket(AF_UNIX, SOCK_STREAM, 0);
	CHECK(connect(client, (struct sockaddr *)&name, sizeof(name)) == 0);
	file = open("/dev/zero", O_RDONLY);
	CHECK(file == 6);
	CHECK(ring_do(&ring, (struct io_uring_sqe){ .opcode = IORING_OP_OPENAT, .fd = AT_FDCWD,
			.addr = (unsigned long)"/dev/null", .open_flags = O_RDONLY }) == 7);
	CHECK(ring_do(&ring, (struct io_uring_sqe){ .opcode = IORING_OP_ACCEPT,
						    .fd = server }) == 8);
	CHECK(ring_do(&ring, (struct io_uring_sqe){ .opcode = IORING_OP_CLOSE,
						    .fd = file }) == 0);
	CHECK(close(client) == 0 && close(server) == 0 && close(ring.fd) == 0);
	return 0;
}
