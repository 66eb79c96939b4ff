#include "clients/core/home/key_holder.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "clients/core/home/holder_packets.hpp"
#include "clients/core/home/limits.hpp"
#include "clients/core/home/local_socket.hpp"

namespace clients {
namespace {

FileDescriptor start_timer(std::chrono::seconds time) {
    if (time <= time.zero() || time > unlock_time_max) throw std::invalid_argument("a key is not held for such a time");
    FileDescriptor timer(::timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK));
    const itimerspec once{.it_interval = {}, .it_value = {.tv_sec = time.count(), .tv_nsec = 0}};
    if (!timer || ::timerfd_settime(timer.get(), 0, &once, nullptr) != 0) throw_errno("cannot set a timer");
    return timer;
}

// A dead holder's name refuses whoever connects, and would refuse us as well.
FileDescriptor listen_anew(const FileDescriptor& folder) {
    if (::unlinkat(folder.get(), holder::socket_name, 0) != 0 && errno != ENOENT) throw_errno("cannot remove the old socket");
    return listen_at(folder, holder::socket_name);
}

std::array<std::uint8_t, 8> big_endian(std::uint64_t value) {
    std::array<std::uint8_t, 8> out;
    for (std::size_t i = out.size(); i-- > 0; value >>= 8) out[i] = static_cast<std::uint8_t>(value);
    return out;
}

bool is_readable(const pollfd& waiting) { return waiting.revents != 0; }

}  // namespace

std::optional<std::chrono::seconds> parse_unlock_time(std::string_view text) {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    const std::string_view unit(end, text.data() + text.size());
    if (error != std::errc{} || count <= 0 || count > unlock_time_max.count()) return std::nullopt;
    std::chrono::seconds time{};
    if (unit == "s") time = std::chrono::seconds(count);
    if (unit == "m") time = std::chrono::minutes(count);
    if (unit == "h") time = std::chrono::hours(count);
    if (time <= time.zero() || time > unlock_time_max) return std::nullopt;
    return time;
}

KeyHolder::KeyHolder(const std::filesystem::path& home, PassphraseKey key, std::chrono::seconds time)
    : folder_(open_folder(home)), timer_(start_timer(time)), key_(std::move(key)), listener_(listen_anew(folder_)) {}

KeyHolder::~KeyHolder() { end(); }

void KeyHolder::run(int stop) {
    while (!ended_) {
        std::array<pollfd, 3> waiting{{{.fd = timer_.get(), .events = POLLIN, .revents = 0},
                                       {.fd = stop, .events = POLLIN, .revents = 0},
                                       {.fd = listener_.get(), .events = POLLIN, .revents = 0}}};
        if (::poll(waiting.data(), waiting.size(), -1) < 0) {
            if (errno == EINTR) continue;
            throw_errno("cannot wait");
        }
        if (is_readable(waiting[0]) || is_readable(waiting[1])) break;
        serve();
    }
    end();
}

std::chrono::nanoseconds KeyHolder::left() const {
    itimerspec timer{};
    if (::timerfd_gettime(timer_.get(), &timer) != 0) throw_errno("cannot read the timer");
    return std::chrono::seconds(timer.it_value.tv_sec) + std::chrono::nanoseconds(timer.it_value.tv_nsec);
}

// One after the other: who dawdles is dropped within a second, and the others wait that long.
void KeyHolder::serve() {
    const auto asking = accept_own(listener_);
    if (!asking) return;
    std::array<std::uint8_t, holder_packet_bytes_max> request;
    const auto size = receive_packet(*asking, request, holder_request_deadline);
    if (size) answer(*asking, crypto::as_text(crypto::ByteView(request).first(*size)));
}

// Whoever has gone meanwhile needs no answer.
void KeyHolder::answer(const FileDescriptor& asking, std::string_view request) {
    const auto time = left();
    if (time <= time.zero()) return;  // it ran out while the request was awaited
    if (request == holder::give_key) send_packet(asking, key_.expose());
    if (request == holder::give_time)
        send_packet(asking, big_endian(static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::seconds>(time).count())));
    if (request == holder::end) {
        end();
        send_packet(asking, crypto::as_bytes(holder::ended));
    }
}

// The name first: whoever is still connected when the listener closes knows by that that the name is free.
void KeyHolder::end() noexcept {
    if (std::exchange(ended_, true)) return;
    ::unlinkat(folder_.get(), holder::socket_name, 0);  // where that fails, the next holder does it
    key_.wipe();
}

}  // namespace clients
