// File systems of a test's own, in a mount namespace that ends with the process: nothing is left behind, however it ends.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "tests/support/temporary_folder.hpp"

namespace test {

// A tmpfs of that size; what else the test mounts lies below it.
class PrivateMount {
public:
    // Nothing when this process may not mount; `why` says so.
    static std::unique_ptr<PrivateMount> make(std::size_t mib, std::string& why);
    ~PrivateMount();
    const std::filesystem::path& path() const { return folder_.path(); }

private:
    PrivateMount() = default;
    TemporaryFolder folder_;
};

// An ext4 in a loop file that lies in a private mount.
class LoopDisk {
public:
    static std::unique_ptr<LoopDisk> make(const PrivateMount& in, std::size_t mib, std::string& why);
    ~LoopDisk();
    // As after a power cut: what the file system had not written is gone, its journal is replayed.
    void remount();
    std::filesystem::path path() const { return at_; }

private:
    LoopDisk(std::filesystem::path image, std::filesystem::path at) : image_(std::move(image)), at_(std::move(at)) {}
    std::filesystem::path image_;
    std::filesystem::path at_;
};

}  // namespace test
