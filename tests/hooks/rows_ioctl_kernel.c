/*
 * ioctl.c: the rows of ioctls.def that need no more hardware than a kernel, really
 * asked. Numbers from the table: not all headers have them.
 */
#include "row.h"

#include <linux/if.h>
#include <linux/if_tun.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>

enum number {
#define MAKER(name, number, place, type) NUMBER_##name = number,
#include "hooks/ioctls.def"
#undef MAKER
};

/* The request of a device that was opened for it; it is closed again. */
#define MAKES_REALLY(name, device, argument)                                   \
	ROW(makes, ioctl, makes_ioctl__##name##_real)                          \
	{                                                                      \
		int from = (device), fd;                                       \
                                                                               \
		if (from < 0)                                                  \
			SKIP(#device);                                         \
		fd = ioctl(from, NUMBER_##name, argument);                     \
		CHECK(close(from) == 0);                                       \
		if (fd < 0)                                                    \
			SKIP(strerror(errno));                                 \
	}

/* ---- Name spaces, by a descriptor of one ------------------------------- */

#define SPACE(name) open("/proc/self/ns/" name, O_RDONLY | O_CLOEXEC)

MAKES_REALLY(NS_GET_USERNS, SPACE("net"), NULL)
MAKES_REALLY(NS_GET_PARENT, SPACE("pid_for_children"), NULL)
MAKES_REALLY(NS_MNT_GET_NEXT, SPACE("mnt"), NULL)
MAKES_REALLY(NS_MNT_GET_PREV, SPACE("mnt"), NULL)
MAKES_REALLY(SIOCGSKNS, socket(AF_INET, SOCK_DGRAM, 0), NULL)

/* ---- Name spaces, by a process ----------------------------------------- */

#define SELF ((int)syscall(SYS_pidfd_open, getpid(), 0))

MAKES_REALLY(PIDFD_GET_CGROUP_NAMESPACE, SELF, NULL)
MAKES_REALLY(PIDFD_GET_IPC_NAMESPACE, SELF, NULL)
MAKES_REALLY(PIDFD_GET_MNT_NAMESPACE, SELF, NULL)
MAKES_REALLY(PIDFD_GET_NET_NAMESPACE, SELF, NULL)
MAKES_REALLY(PIDFD_GET_PID_NAMESPACE, SELF, NULL)
MAKES_REALLY(PIDFD_GET_PID_FOR_CHILDREN_NAMESPACE, SELF, NULL)
MAKES_REALLY(PIDFD_GET_TIME_NAMESPACE, SELF, NULL)
MAKES_REALLY(PIDFD_GET_TIME_FOR_CHILDREN_NAMESPACE, SELF, NULL)
MAKES_REALLY(PIDFD_GET_USER_NAMESPACE, SELF, NULL)
MAKES_REALLY(PIDFD_GET_UTS_NAMESPACE, SELF, NULL)

/* ---- Devices of the kernel's own --------------------------------------- */

/* A network of this process, which ends with its descriptor. */
static int network(void)
{
	struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);

	if (fd >= 0 && ioctl(fd, TUNSETIFF, &request) < 0) {
		CHECK(close(fd) == 0);
		return -1;
	}
	return fd;
}

static int machine(void)
{
	int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC), vm;

	if (kvm < 0)
		return -1;
	vm = ioctl(kvm, KVM_CREATE_VM, 0);
	CHECK(close(kvm) == 0);
	return vm;
}

MAKES_REALLY(TUNGETDEVNETNS, network(), NULL)
MAKES_REALLY(USERFAULTFD_IOC_NEW, open("/dev/userfaultfd", O_RDWR | O_CLOEXEC), O_CLOEXEC)
MAKES_REALLY(KVM_CREATE_VM, open("/dev/kvm", O_RDWR | O_CLOEXEC), 0)
MAKES_REALLY(KVM_CREATE_VCPU, machine(), 0)
MAKES_REALLY(KVM_GET_STATS_FD, machine(), 0)

MAKES_AS(ioctl, KVM_CREATE_GUEST_MEMFD_real, .object = "memfd")
{
	uint64_t create[8] = { 4096 };
	int vm = machine(), fd;

	if (vm < 0)
		SKIP("no virtual machine here");
	fd = ioctl(vm, NUMBER_KVM_CREATE_GUEST_MEMFD, create);
	CHECK(close(vm) == 0);
	if (fd < 0)
		SKIP(strerror(errno));
}
