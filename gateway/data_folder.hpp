// The data folder: what is in it, and that one process serves it.
#pragma once

#include <filesystem>

namespace gateway {

struct DataFolder {
    std::filesystem::path path;

    std::filesystem::path config() const { return path / "gateway.json"; }
    std::filesystem::path database() const { return path / "register.sqlite"; }
    std::filesystem::path certificate() const { return path / "tls-certificate.pem"; }  // public: for curl --cacert
    std::filesystem::path lock() const { return path / "lock"; }
};

// Holds the folder for this process until it ends.
class FolderLock {
public:
    explicit FolderLock(const DataFolder& folder);  // throws std::runtime_error when another process holds it
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int fd_;
};

}  // namespace gateway
