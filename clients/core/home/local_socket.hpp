// Packets between processes of one user on one machine: a Unix socket (SOCK_SEQPACKET) by its name in a folder. Internal to
// home.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <expected>
#include <optional>
#include <span>
#include <system_error>

#include "clients/core/files/file_descriptor.hpp"
#include "crypto/bytes.hpp"

namespace clients {

// Mode 0600 before anybody can connect. The name must be free. Throws std::system_error.
FileDescriptor listen_at(const FileDescriptor& folder, const char* name);

// The next that asks, when it is a process of ours: everybody else, the superuser included, is hung up on. Does not wait.
std::optional<FileDescriptor> accept_own(const FileDescriptor& listener);

// Waits at most `patience` for a place in the queue. Errors: std::errc::no_such_file_or_directory, connection_refused (nobody
// listens there any more), permission_denied (it is not a process of ours), others of the system's.
std::expected<FileDescriptor, std::error_code> connect_to(const FileDescriptor& folder, const char* name,
                                                          std::chrono::seconds patience);

bool send_packet(const FileDescriptor& socket, crypto::ByteView packet);  // false: the other end is gone
// Its size. Nothing when none came in time, the other end is gone, or the packet is empty or larger than `out`.
std::optional<std::size_t> receive_packet(const FileDescriptor& socket, std::span<std::uint8_t> out,
                                          std::chrono::seconds patience);

}  // namespace clients
