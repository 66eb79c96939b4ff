// Loaded into the gateway with LD_PRELOAD: makes the disk fail on purpose. It watches what is done to the database's files
// (register.sqlite and register.sqlite-wal) and takes its orders from the environment:
//   NFP_FAIL_SYNC_WHEN=FILE  while FILE is there, syncs of NFP_FAIL_SYNC_OF (the end of a path) fail with EIO
//   NFP_STRIKE=N             at the Nth write, sync or truncation: the machine dies
//   NFP_STRIKE_HOW           kill: the process; drop: likewise, and what was not synced is lost, all of it or a part; cut: the
// file
//                            system is shut down first (FS_IOC_GOINGDOWN), its journal unflushed
//   NFP_MARKS=FILE           a line is written there when the strike comes: where it was, and within what
// A commit begins with the first write to the log after a sync of it, and ends when the next sync has returned.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace {

constexpr unsigned long go_down = _IOR('X', 125, std::uint32_t);  // EXT4_IOC_SHUTDOWN
constexpr std::uint32_t go_down_nologflush = 2;

std::string setting(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

template <class Function>
Function* real(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

std::string path_of(int fd) {
    char link[64], path[4096];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    const auto size = ::readlink(link, path, sizeof path);
    return size > 0 ? std::string(path, static_cast<std::size_t>(size)) : std::string();
}

enum class File { other, database, log };
File file_of(const std::string& path) {
    if (path.ends_with("/register.sqlite")) return File::database;
    if (path.ends_with("/register.sqlite-wal")) return File::log;
    return File::other;
}

// What a file held before writes that are not synced yet.
struct Unsynced {
    int fd = -1;
    off_t size = 0;
    off_t offset = 0;
    std::vector<char> before;
};

class Disk {
public:
    // Called before each operation.
    void before(int fd, const char* what, off_t offset, std::size_t count) {
        const std::lock_guard lock(mutex_);
        const auto path = path_of(fd);
        const auto file = file_of(path);
        if (file == File::other) return;
        if (std::string(what) != "sync" && file == File::log) committing_ = true;
        if (++done_ == strike_at_) strike(fd, path, what);
        if (how_ == "drop" && std::string(what) != "sync") keep(fd, offset, count);
    }
    void after_sync(int fd) {
        const std::lock_guard lock(mutex_);
        const auto path = path_of(fd);
        if (file_of(path) == File::log) committing_ = false;
        unsynced_[path].clear();
    }
    bool sync_fails(int fd) const {
        return !fail_when_.empty() && path_of(fd).ends_with(fail_of_) && ::access(fail_when_.c_str(), F_OK) == 0;
    }

private:
    void keep(int fd, off_t offset, std::size_t count) {
        Unsynced one{.fd = fd, .size = ::lseek(fd, 0, SEEK_END), .offset = offset, .before = std::vector<char>(count)};
        const auto got = ::pread(fd, one.before.data(), count, offset);
        one.before.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
        unsynced_[path_of(fd)].push_back(std::move(one));
    }
    // Of each file the last writes are undone: all, or as many as chance has it. A disk may have kept the first ones.
    void drop() {
        std::minstd_rand chance(static_cast<unsigned>(strike_at_));
        for (auto& [path, writes] : unsynced_) {
            auto keep_count = chance() % 2 ? 0 : chance() % (writes.size() + 1);
            while (writes.size() > keep_count) {
                const auto& last = writes.back();
                (void)!::syscall(SYS_pwrite64, last.fd, last.before.data(), last.before.size(), last.offset);
                (void)!::syscall(SYS_ftruncate, last.fd, last.size);
                writes.pop_back();
            }
        }
    }
    [[noreturn]] void strike(int fd, const std::string& path, const char* what) {
        char line[256];
        const int size = std::snprintf(line, sizeof line, "strike how=%s at=%ld what=%s file=%s within=%s\n", how_.c_str(),
                                       strike_at_, what, path.substr(path.rfind('/') + 1).c_str(), committing_ ? "commit" : "-");
        const int marks = ::open(setting("NFP_MARKS").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        (void)!::syscall(SYS_write, marks, line, size);
        if (how_ == "drop") drop();
        if (how_ == "cut" && ::ioctl(fd, go_down, &go_down_nologflush) != 0) {
            static constexpr char failed[] = "cannot shut the file system down\n";
            (void)!::syscall(SYS_write, marks, failed, sizeof failed - 1);
        }
        ::kill(::getpid(), SIGKILL);
        for (;;) ::pause();
    }

    std::mutex mutex_;
    const std::string how_ = setting("NFP_STRIKE_HOW");
    const std::string fail_when_ = setting("NFP_FAIL_SYNC_WHEN"), fail_of_ = setting("NFP_FAIL_SYNC_OF");
    const long strike_at_ = std::atol(setting("NFP_STRIKE").c_str());
    long done_ = 0;
    bool committing_ = false;
    std::map<std::string, std::vector<Unsynced>> unsynced_;
};

Disk& disk() {
    static auto* one = new Disk;  // for as long as the process: other threads write until its last moment
    return *one;
}

ssize_t write_at(int fd, const void* data, std::size_t count, off_t offset) {
    disk().before(fd, "write", offset, count);
    return ::syscall(SYS_pwrite64, fd, data, count, offset);
}
int truncate_to(int fd, off_t size) {
    const off_t end = ::lseek(fd, 0, SEEK_END);
    disk().before(fd, "truncate", size, end > size ? static_cast<std::size_t>(end - size) : 0);
    return static_cast<int>(::syscall(SYS_ftruncate, fd, size));
}
int sync(int fd, int (*function)(int)) {
    disk().before(fd, "sync", 0, 0);
    if (disk().sync_fails(fd)) {
        errno = EIO;
        return -1;
    }
    const int result = function(fd);
    if (result == 0) disk().after_sync(fd);
    return result;
}

}  // namespace

extern "C" {
ssize_t pwrite(int fd, const void* data, std::size_t count, off_t offset);
ssize_t pwrite64(int fd, const void* data, std::size_t count, off_t offset);
int ftruncate(int fd, off_t size) noexcept;
int ftruncate64(int fd, off_t size) noexcept;
int fsync(int fd);
int fdatasync(int fd);

ssize_t pwrite(int fd, const void* data, std::size_t count, off_t offset) { return write_at(fd, data, count, offset); }
ssize_t pwrite64(int fd, const void* data, std::size_t count, off_t offset) { return write_at(fd, data, count, offset); }
int ftruncate(int fd, off_t size) noexcept { return truncate_to(fd, size); }
int ftruncate64(int fd, off_t size) noexcept { return truncate_to(fd, size); }
int fsync(int fd) { static auto* function = real<int(int)>("fsync"); return sync(fd, function); }
int fdatasync(int fd) { static auto* function = real<int(int)>("fdatasync"); return sync(fd, function); }
}
