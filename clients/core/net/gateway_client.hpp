// Calls to the gateway: HTTPS with the device's certificate, to a server known by its pinned key.
#pragma once

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "crypto/tls_identity.hpp"
#include "protocol/enrolment.hpp"
#include "protocol/problem.hpp"
#include "protocol/wire.hpp"

namespace clients {

enum class net_errc {
    unreachable = 1,    // no such host, or nobody listens there
    timed_out,          // the whole call took longer than its deadline
    pin_mismatch,       // the server's key is none of the pinned ones
    closed,             // the server closed the connection, as it does to a key that is not designated
    malformed_answer,   // what came back is not the gateway's protocol
    too_large,          // the answer is over its bound and was not read
    refused,            // a problem document whose name is no protocol::errc; Failure::problem holds it
    proxy_setting,      // HTTPS_PROXY is not http://[USER:PASSWORD@]HOST:PORT
    proxy_needs_login,  // the proxy wants a user and password, or others (407)
    proxy_refused,      // the proxy does not connect us with the gateway (403 and the like)
    proxy_malformed,    // what the proxy answers is no answer to CONNECT
    upgrade_refused,    // something on the way, or an older gateway, does not take the stream's upgrade: use long-poll
    stream_ended,       // the gateway ended the stream because the person is no longer designated
    going_away,         // the gateway stops, or starts anew
    stopped,            // this program was told to stop
};
std::error_code make_error_code(net_errc e) noexcept;

struct Endpoint {
    std::string host;
    std::uint16_t port = 0;
    std::vector<crypto::tls::SpkiPin> pins;   // any of them is the gateway
    std::string language = "en";              // en or fr: of the problem documents

    // "HOST:PORT" or "[IPv6]:PORT", without pins.
    static std::optional<Endpoint> parse(std::string_view text);
    std::string text() const;  // as parse() reads it
};

// Why a call gave nothing: the gateway refused (problem), or the way there failed.
struct Failure {
    std::error_code code;                       // protocol::errc when the problem names one, else net_errc
    std::optional<protocol::Problem> problem;
    // for people, one line: host:port, the pin seen. May hold foreign text: visible() it
    std::string detail;
};
inline std::unexpected<Failure> fail(std::error_code code, std::string_view detail = {}) {
    return std::unexpected(Failure{.code = code, .problem = {}, .detail = std::string(detail)});
}

struct Health {
    std::string version;
    std::string log;          // the log's verifier key
    std::string origin;       // of the log
    bool founded = false;
    std::string tls_group;    // of this connection
    std::int64_t time = 0;    // the gateway's clock
    bool clock_confirmed = true;   // false: nothing is taken until the gateway's operator has confirmed it
};

struct Submitted {
    std::vector<protocol::wire::ReceiptText> receipts;  // as many as entries; not yet verified
    bool repeated = false;                              // the gateway had them already
};

struct EnrolmentStatus {
    std::string status;                              // pending, approved
    std::optional<protocol::Enrolment> enrolment;    // not yet checked
    std::uint64_t second_uses = 0;                   // of the invitation's token
};

// Where a recovery sheet belongs, as the gateway says.
struct RecoveryPlace {
    protocol::NetworkId network{};
    protocol::EntryId recovery{};   // its `make`
};

// One connection, opened when needed and kept. Every call is idempotent, so one that meets a kept connection which the server
// has closed meanwhile is sent again on a fresh one. Blocking; a call ends within the deadline, but for a resolver of the system
// that does not answer. Not thread-safe.
class GatewayClient {
public:
    // `client_key` may be null: then only health, enrol, found, enrolment with a token, find_recovery and recover are served.
    // It is used here only, to make a certificate around it that is valid from yesterday for a year.
    GatewayClient(Endpoint endpoint, const crypto::tls::Key* client_key, const std::string& common_name);
    ~GatewayClient();
    GatewayClient(GatewayClient&&) noexcept;
    GatewayClient& operator=(GatewayClient&&) noexcept;

    void set_deadline(std::chrono::milliseconds deadline);  // of each whole call, connecting included; 30 s unless set
    // A call under way fails with `stopped` when this descriptor becomes readable; it stays the caller's.
    void set_stop(int descriptor);
    const Endpoint& endpoint() const noexcept;

    [[nodiscard]] std::expected<Health, Failure> health();
    // All or none. Requires at least one entry.
    [[nodiscard]] std::expected<Submitted, Failure> submit(const std::vector<crypto::Bytes>& entries);
    // With `wait` (at most 50 s) the gateway answers when there is something, or at the end of that time with an empty page.
    [[nodiscard]] std::expected<protocol::wire::Page, Failure> entries(std::optional<std::uint64_t> after,
                                                                       std::chrono::seconds wait = {});
    [[nodiscard]] std::expected<crypto::Bytes, Failure> entry(const protocol::EntryId& id);
    [[nodiscard]] std::expected<std::string, Failure> checkpoint();  // the note
    [[nodiscard]] std::expected<void, Failure> enrol(const protocol::Enrolment& enrolment, const protocol::EnrolmentToken& token);
    [[nodiscard]] std::expected<Submitted, Failure> found(const protocol::EnrolmentToken& token,
                                                          const std::vector<crypto::Bytes>& entries);
    // By the name of the sheet's signing key. Failure: not-found.
    [[nodiscard]] std::expected<RecoveryPlace, Failure> find_recovery(const protocol::KeyId& key);
    // The use of a sheet by a device that is not known yet.
    [[nodiscard]] std::expected<Submitted, Failure> recover(const crypto::Bytes& entry);
    // With the token for the new person, without for the officer who invited.
    [[nodiscard]] std::expected<EnrolmentStatus, Failure> enrolment(const protocol::Handle& handle,
                                                                    const protocol::EnrolmentToken* token);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace clients
template <> struct std::is_error_code_enum<clients::net_errc> : std::true_type {};
