#include "tests/fault/mounts.hpp"

#include <sched.h>
#include <sys/mount.h>

#include <cerrno>
#include <cstring>

#include "tests/support/gateway_process.hpp"

namespace test {
namespace {

std::string reason() { return std::strerror(errno); }

bool enter_namespace(std::string& why) {
    static bool entered = false;
    if (entered) return true;
    if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
        why = "no mount namespace: " + reason() + " (this test needs root)";
        return false;
    }
    return entered = true;
}

bool shell(const std::string& command, std::string& why) {
    const auto done = run({"/bin/sh", "-c", "PATH=$PATH:/usr/sbin:/sbin; " + command});
    why = done.output;
    return done.code == 0;
}

}  // namespace

std::unique_ptr<PrivateMount> PrivateMount::make(std::size_t mib, std::string& why) {
    if (!enter_namespace(why)) return nullptr;
    std::unique_ptr<PrivateMount> out(new PrivateMount);
    const auto size = "mode=0700,size=" + std::to_string(mib) + "m";
    if (::mount("tmpfs", out->path().c_str(), "tmpfs", MS_NOSUID | MS_NODEV, size.c_str()) == 0) return out;
    why = "no tmpfs: " + reason();
    return nullptr;
}

PrivateMount::~PrivateMount() { ::umount2(folder_.path().c_str(), MNT_DETACH); }

std::unique_ptr<LoopDisk> LoopDisk::make(const PrivateMount& in, std::size_t mib, std::string& why) {
    const auto image = in.path() / "disk.image", at = in.path() / "disk";
    std::filesystem::create_directory(at);
    if (!shell("truncate -s " + std::to_string(mib) + "M '" + image.string() + "' && mkfs.ext4 -q -F '" + image.string() +
                   "' && mount -o loop '" + image.string() + "' '" + at.string() + "'",
               why))
        return nullptr;
    return std::unique_ptr<LoopDisk>(new LoopDisk(image, at));
}

void LoopDisk::remount() {
    std::string why;
    if (!shell("umount '" + at_.string() + "' && mount -o loop '" + image_.string() + "' '" + at_.string() + "'", why))
        throw std::runtime_error("cannot mount the disk again: " + why);
}

LoopDisk::~LoopDisk() { ::umount2(at_.c_str(), MNT_DETACH); }

}  // namespace test
