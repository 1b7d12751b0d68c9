/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Losing power at the level of blocks, on a real file system:
 *   power record FOLDER FSTYPE COMMAND…          runs COMMAND MOUNT MARKS on a disk that writes down what is done to it
 *   power replay FOLDER FSTYPE STATES SEED COMMAND…  for each of so many moments puts together what the disk may hold after a
 *                                                 failure, mounts it, and runs COMMAND MOUNT MARK on it
 * FOLDER has "base", a formatted image. Needs root, /dev/fuse and loop devices;
 * mounts are in a name space of their own, so nothing is left of them.
 *
 * At a moment, what came before the last flush is on the disk. Of the writes
 * after it any may be, in any order: all of them, none, some, or some of them
 * torn between sectors. The marks up to then are promises.
 */
#include "base/base.h"
#include "tests/store/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <sched.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATH_BYTES  512
#define SECTOR      512
#define FIRST_BLOCK 4096
#define CHUNK       65536
#define FSCK_EVERY  64
#define KINDS       26
#define MARK_BYTES  32

struct site {
	char base[PATH_BYTES], log[PATH_BYTES], fuse[PATH_BYTES], disk[PATH_BYTES], marks[PATH_BYTES], mount[PATH_BYTES],
	    state[PATH_BYTES];
	const char *fstype;
	char **command;
};

static _Noreturn void give_up(const char *what)
{
	fprintf(stderr, "power: %s: %s\n", what, strerror(errno));
	exit(3);
}

static void place(char out[PATH_BYTES], const char *folder, const char *name)
{
	if (snprintf(out, PATH_BYTES, "%s/%s", folder, name) >= PATH_BYTES)
		give_up("path");
}

static void lay_out(struct site *site, const char *folder, const char *fstype, char **command)
{
	char state[32];

	place(site->base, folder, "base");
	place(site->log, folder, "log");
	place(site->fuse, folder, "fuse");
	place(site->disk, folder, "fuse/disk");
	place(site->marks, folder, "fuse/mark");
	place(site->mount, folder, "mount");
	snprintf(state, sizeof(state), "state.%ld", (long)getpid());
	place(site->state, folder, state);
	site->fstype = fstype;
	site->command = command;
	if ((mkdir(site->fuse, 0755) && errno != EEXIST) || (mkdir(site->mount, 0755) && errno != EEXIST))
		give_up(folder);
	if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		give_up("name space of mounts");
}

static unsigned char *map_base(const struct site *site, uint64_t *size)
{
	struct stat info;
	int fd = open(site->base, O_RDONLY | O_CLOEXEC);
	void *bytes;

	if (fd < 0 || fstat(fd, &info))
		give_up(site->base);
	bytes = mmap(NULL, (size_t)info.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	if (bytes == MAP_FAILED)
		give_up(site->base);
	close(fd);
	*size = (uint64_t)info.st_size;
	return bytes;
}

/* A loop device over a file; it goes when nothing holds it any more. Others may take the same one: again, then. */
static int attach(const char *file, char name[32])
{
	int backing = open(file, O_RDWR | O_CLOEXEC), control = open("/dev/loop-control", O_RDWR | O_CLOEXEC), loop = -1;
	struct loop_config config = { .fd = (uint32_t)backing, .info = { .lo_flags = LO_FLAGS_AUTOCLEAR } };

	for (int tries = 0; backing >= 0 && control >= 0 && loop < 0 && tries < 100; tries++) {
		int number = ioctl(control, LOOP_CTL_GET_FREE);

		snprintf(name, 32, "/dev/loop%d", number);
		loop = number < 0 ? -1 : open(name, O_RDWR | O_CLOEXEC);
		if (loop >= 0 && ioctl(loop, LOOP_CONFIGURE, &config)) {
			close(loop);
			loop = -1;
		}
	}
	close(backing);
	close(control);
	return loop;
}

/*
 * ext4: a journal that commits each second, so that a careless writer's disk is
 * in motion. XFS mounts no second file system of one UUID, as copies are.
 */
static const char *mount_options(const char *fstype)
{
	if (!strcmp(fstype, "ext4"))
		return "commit=1";
	return strcmp(fstype, "xfs") ? NULL : "nouuid";
}

static bool mount_file(const struct site *site, const char *file)
{
	const char *options = mount_options(site->fstype);
	char name[32];
	int loop = attach(file, name);
	bool mounted;

	if (loop < 0)
		give_up("loop device");
	mounted = !mount(name, site->mount, site->fstype, MS_NOATIME, options);
	close(loop);
	return mounted;
}

/* COMMAND… WHERE TEXT; its exit status, 3 when it ended otherwise. */
static int run_command(const struct site *site, const char *where, const char *text)
{
	size_t count = 0;
	char **args;
	pid_t child;
	int status;

	while (site->command[count])
		count++;
	args = calloc(count + 3, sizeof(*args));
	if (!args)
		give_up("memory");
	memcpy(args, site->command, count * sizeof(*args));
	args[count] = (char *)(uintptr_t)where;
	args[count + 1] = (char *)(uintptr_t)text;
	child = fork();
	if (!child) {
		execvp(args[0], args);
		_exit(3);
	}
	free(args);
	if (child < 0 || waitpid(child, &status, 0) < 0 || !WIFEXITED(status))
		return 3;
	return WEXITSTATUS(status);
}

/* ---- record */

/* What works on the disk while this process serves it. */
static void work(void *to)
{
	const struct site *site = to;
	int status = 3;

	if (fork())
		return;
	if (mount_file(site, site->disk)) {
		status = run_command(site, site->mount, site->marks);
		if (umount(site->mount))
			status = 3;
	}
	umount2(site->fuse, MNT_DETACH);
	_exit(status);
}

static int record(struct site *site)
{
	uint64_t size;
	unsigned char *blocks = map_base(site, &size);
	int log = open(site->log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644), status;

	if (log < 0 || disk_serve(site->fuse, blocks, size, log, work, site))
		give_up("disk");
	close(log);
	if (wait(&status) < 0 || !WIFEXITED(status))
		return 3;
	return WEXITSTATUS(status);
}

/* ---- replay */

struct log {
	const unsigned char *bytes;
	size_t len;
	size_t *ops; /* where each begins */
	size_t count;
};

struct replay {
	const struct site *site;
	struct log log;
	unsigned char *sure, *state; /* what is on the disk for certain; what is put together on top of it */
	uint64_t size;
	size_t flushed;  /* operations up to the last flush */
	char marks[KINDS][MARK_BYTES]; /* the last promise of each kind */
	unsigned int seed;
	uint64_t good, lost, damaged, unmountable, pending, checked, unclean;
};

static struct disk_op op_at(const struct log *log, size_t index, const unsigned char **bytes)
{
	struct disk_op op;

	memcpy(&op, log->bytes + log->ops[index], sizeof(op));
	*bytes = log->bytes + log->ops[index] + sizeof(op);
	return op;
}

static void read_log(const struct site *site, struct log *log)
{
	struct stat info;
	int fd = open(site->log, O_RDONLY | O_CLOEXEC);
	size_t cap = 0;

	if (fd < 0 || fstat(fd, &info) || !info.st_size)
		give_up(site->log);
	log->len = (size_t)info.st_size;
	log->bytes = mmap(NULL, log->len, PROT_READ, MAP_PRIVATE, fd, 0);
	if (log->bytes == MAP_FAILED)
		give_up(site->log);
	close(fd);
	for (size_t at = 0; at < log->len;) {
		struct disk_op op;

		if (log->count == cap) {
			cap = cap ? cap * 2 : 4096;
			log->ops = realloc(log->ops, cap * sizeof(*log->ops));
			if (!log->ops)
				give_up("memory");
		}
		log->ops[log->count++] = at;
		memcpy(&op, log->bytes + at, sizeof(op));
		at += sizeof(op) + op.len;
	}
}

static unsigned int draw(struct replay *replay, unsigned int below)
{
	replay->seed = replay->seed * 1103515245u + 12345u;
	return (replay->seed >> 8) % below;
}

/* A mark "P 7" takes the place of the one before it that began with P. */
static void take_mark(struct replay *replay, const unsigned char *text, size_t len)
{
	if (len < 2 || len >= MARK_BYTES || text[0] < 'A' || text[0] > 'Z')
		give_up("mark");
	memcpy(replay->marks[text[0] - 'A'], text, len);
	replay->marks[text[0] - 'A'][len] = '\0';
}

/* The last promise of each kind, by letter. */
static void put_marks(const struct replay *replay, char out[KINDS * MARK_BYTES])
{
	size_t len = 0;

	out[0] = '\0';
	for (size_t i = 0; i < KINDS; i++)
		if (*replay->marks[i])
			len += (size_t)sprintf(out + len, "%s%s", len ? " " : "", replay->marks[i]);
}

/* Moves on to a moment: what is before its last flush becomes certain, what is before it was promised. */
static void move_on(struct replay *replay, size_t from, size_t to)
{
	const unsigned char *bytes;

	for (size_t i = from; i < to; i++) {
		struct disk_op op = op_at(&replay->log, i, &bytes);

		if (op.kind == DISK_MARK)
			take_mark(replay, bytes, op.len);
		if (op.kind != DISK_FLUSH)
			continue;
		for (; replay->flushed < i; replay->flushed++) {
			struct disk_op before = op_at(&replay->log, replay->flushed, &bytes);

			if (before.kind == DISK_WRITE)
				memcpy(replay->sure + before.offset, bytes, before.len);
		}
	}
}

enum choice { ALL_WRITES, NO_WRITES, SOME_WRITES, TORN_WRITES, CHOICES };

/* The first block holds the superblock; ext4 presumes that it is written whole, and does not mount it torn. */
static void put_torn(struct replay *replay, const struct disk_op *op, const unsigned char *bytes)
{
	uint32_t len;

	for (uint32_t at = 0; at < op->len; at += len) {
		len = op->offset + at < FIRST_BLOCK ? FIRST_BLOCK : SECTOR;
		if (len > op->len - at)
			len = op->len - at;
		if (draw(replay, 2))
			memcpy(replay->state + op->offset + at, bytes + at, len);
	}
}

static void put_together(struct replay *replay, size_t moment, enum choice choice)
{
	const unsigned char *bytes;
	bool pending = false;

	memcpy(replay->state, replay->sure, replay->size);
	for (size_t i = replay->flushed; i < moment; i++) {
		struct disk_op op = op_at(&replay->log, i, &bytes);

		if (op.kind != DISK_WRITE)
			continue;
		pending = true;
		if (choice == ALL_WRITES || (choice >= SOME_WRITES && draw(replay, 2)))
			memcpy(replay->state + op.offset, bytes, op.len);
		else if (choice == TORN_WRITES && draw(replay, 2))
			put_torn(replay, &op, bytes);
	}
	replay->pending += pending;
}

/* Only what is not zero is written, for images are mostly empty. */
static void write_state(const struct replay *replay)
{
	static const unsigned char zeros[CHUNK];
	int fd = open(replay->site->state, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0 || ftruncate(fd, (off_t)replay->size))
		give_up(replay->site->state);
	for (uint64_t at = 0; at < replay->size; at += CHUNK) {
		size_t len = replay->size - at < CHUNK ? (size_t)(replay->size - at) : CHUNK;

		if (memcmp(replay->state + at, zeros, len) && pwrite(fd, replay->state + at, len, (off_t)at) != (ssize_t)len)
			give_up(replay->site->state);
	}
	close(fd);
}

static void check_file_system(struct replay *replay)
{
	char command[PATH_BYTES + 64];

	if (strcmp(replay->site->fstype, "ext4"))
		return;
	snprintf(command, sizeof(command), "e2fsck -fn '%s' >/dev/null 2>&1", replay->site->state);
	replay->checked++;
	replay->unclean += system(command) != 0;
}

static void try_state(struct replay *replay, size_t number, size_t moment)
{
	char marks[KINDS * MARK_BYTES];
	int status = 2;

	put_marks(replay, marks);
	put_together(replay, moment, (enum choice)(number % CHOICES));
	write_state(replay);
	if (!mount_file(replay->site, replay->site->state)) {
		replay->unmountable++;
	} else {
		status = run_command(replay->site, replay->site->mount, marks);
		if (umount(replay->site->mount))
			give_up("unmount");
	}
	if (status > 2)
		give_up("command");
	replay->good += status == 0;
	replay->lost += status == 1;
	replay->damaged += status == 2;
	if (number % FSCK_EVERY == 0)
		check_file_system(replay);
}

/* The moments are spread over the time from the first promise to the end, each at random within its part. */
static void replay_all(struct replay *replay, size_t states)
{
	size_t first = 0, at = 0;
	const unsigned char *bytes;

	while (first < replay->log.count && op_at(&replay->log, first, &bytes).kind != DISK_MARK)
		first++;
	for (size_t n = 0; n < states; n++) {
		size_t span = replay->log.count - first - 1, part = span * n / states, width = span * (n + 1) / states - part;
		size_t moment = first + 1 + part + draw(replay, width ? (unsigned int)width : 1);

		move_on(replay, at, moment);
		at = moment;
		try_state(replay, n, moment);
	}
}

static int replay(const struct site *site, size_t states, unsigned int seed)
{
	struct replay replay = { .site = site, .seed = seed };
	struct timespec t[2];

	clock_gettime(CLOCK_MONOTONIC, &t[0]);
	read_log(site, &replay.log);
	replay.sure = map_base(site, &replay.size);
	replay.state = malloc(replay.size);
	if (!replay.state)
		give_up("memory");
	replay_all(&replay, states);
	clock_gettime(CLOCK_MONOTONIC, &t[1]);
	printf("%s: %zu operations, %zu states (%llu with writes not yet certain), %llu good, %llu lost something promised, "
	       "%llu damaged (%llu not to be mounted), %llu of %llu file systems unclean afterwards, %lld s\n",
	       site->fstype, replay.log.count, states, (unsigned long long)replay.pending, (unsigned long long)replay.good,
	       (unsigned long long)replay.lost, (unsigned long long)replay.damaged, (unsigned long long)replay.unmountable,
	       (unsigned long long)replay.unclean, (unsigned long long)replay.checked, (long long)(t[1].tv_sec - t[0].tv_sec));
	free(replay.state);
	free(replay.log.ops);
	unlink(site->state);
	return replay.good == states && !replay.unclean ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct site site;

	if (argc >= 5 && !strcmp(argv[1], "record")) {
		lay_out(&site, argv[2], argv[3], argv + 4);
		return record(&site);
	}
	if (argc >= 7 && !strcmp(argv[1], "replay")) {
		lay_out(&site, argv[2], argv[3], argv + 6);
		return replay(&site, (size_t)atol(argv[4]), (unsigned int)atoi(argv[5]));
	}
	return 64;
}
