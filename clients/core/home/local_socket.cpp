#include "clients/core/home/local_socket.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <string>

#include "clients/core/home/limits.hpp"

namespace clients {
namespace {

// Through /proc: so a folder's path of any length fits into the 108 bytes that a socket's address has (unix(7)).
sockaddr_un address_of(const FileDescriptor& folder, const char* name) {
    const std::string path = "/proc/self/fd/" + std::to_string(folder.get()) + "/" + name;
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    assert(path.size() < sizeof address.sun_path);
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    return address;
}

const sockaddr* generic(const sockaddr_un& address) { return reinterpret_cast<const sockaddr*>(&address); }

bool is_own(const FileDescriptor& socket) {
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::geteuid();
}

bool is_readable_within(const FileDescriptor& socket, std::chrono::milliseconds patience) {
    using SteadyClock = std::chrono::steady_clock;
    const auto deadline = SteadyClock::now() + patience;
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now());
        pollfd waiting{.fd = socket.get(), .events = POLLIN, .revents = 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
        if (ready >= 0 || errno != EINTR) return ready > 0;
    }
}

}  // namespace

FileDescriptor listen_at(const FileDescriptor& folder, const char* name) {
    FileDescriptor listener(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const auto address = address_of(folder, name);
    if (!listener || ::bind(listener.get(), generic(address), sizeof address) != 0) throw_errno("cannot make the socket");
    if (::fchmodat(folder.get(), name, 0600, 0) != 0 || ::listen(listener.get(), holder_queue_count_max) != 0)
        throw_errno("cannot open the socket");
    return listener;
}

std::optional<FileDescriptor> accept_own(const FileDescriptor& listener) {
    FileDescriptor asking(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!asking || !is_own(asking)) return std::nullopt;
    return asking;
}

std::expected<FileDescriptor, std::error_code> connect_to(const FileDescriptor& folder, const char* name,
                                                          std::chrono::seconds patience) {
    FileDescriptor socket(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0));
    const timeval time{.tv_sec = patience.count(), .tv_usec = 0};
    if (!socket || ::setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time) != 0)
        throw_errno("cannot make a socket");
    const auto address = address_of(folder, name);
    if (::connect(socket.get(), generic(address), sizeof address) != 0)
        return std::unexpected(std::error_code(errno, std::system_category()));
    if (!is_own(socket)) return std::unexpected(make_error_code(std::errc::permission_denied));
    return socket;
}

bool send_packet(const FileDescriptor& socket, crypto::ByteView packet) {
    return ::send(socket.get(), packet.data(), packet.size(), MSG_NOSIGNAL | MSG_DONTWAIT) == static_cast<ssize_t>(packet.size());
}

std::optional<std::size_t> receive_packet(const FileDescriptor& socket, std::span<std::uint8_t> out,
                                          std::chrono::seconds patience) {
    if (!is_readable_within(socket, patience)) return std::nullopt;
    // MSG_TRUNC: the packet's true size, so that what was cut off shows.
    const auto count = ::recv(socket.get(), out.data(), out.size(), MSG_DONTWAIT | MSG_TRUNC);
    if (count <= 0 || static_cast<std::size_t>(count) > out.size()) return std::nullopt;
    return static_cast<std::size_t>(count);
}

}  // namespace clients
