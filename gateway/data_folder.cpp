#include "gateway/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

namespace gateway {

FolderLock::FolderLock(const DataFolder& folder) : fd_(::open(folder.lock().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (fd_ < 0)
        throw std::runtime_error("cannot open " + folder.lock().string() + ": " + std::generic_category().message(errno) +
                                 ". Is this the data folder of nfp-gateway init, and may this user write there?");
    if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
        ::close(fd_);
        throw std::runtime_error("another nfp-gateway serves " + folder.path.string() + ": only one may. Stop it first");
    }
}

FolderLock::~FolderLock() { ::close(fd_); }

}  // namespace gateway
