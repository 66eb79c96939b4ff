#include "clients/core/net/gateway_client.hpp"

#include <cassert>

#include "clients/core/net/answers.hpp"
#include "clients/core/net/connection.hpp"
#include "clients/core/net/limits.hpp"
#include "crypto/encoding.hpp"

namespace clients {
namespace {

constexpr const char* json_type = "application/json";

Call get(std::string target, std::size_t answer_bytes_max) {
    return {.method = "GET", .target = std::move(target), .content_type = {}, .body = {}, .bearer = {},
            .answer_bytes_max = answer_bytes_max, .patience = {}};
}

Call post(std::string target, std::string_view type, crypto::Bytes body, std::size_t answer_bytes_max) {
    return {.method = "POST", .target = std::move(target), .content_type = std::string(type), .body = std::move(body),
            .bearer = {},
            .answer_bytes_max = answer_bytes_max, .patience = {}};
}

Failure malformed(const Endpoint& endpoint, const std::string& what) {
    return {.code = net_errc::malformed_answer, .problem = {}, .detail = endpoint.text() + ": " + what};
}

// A refusal as the gateway words it; without a problem document it is not the gateway who speaks.
Failure refusal(const Endpoint& endpoint, const Answer& answer) {
    auto problem = answer.content_type == protocol::problem_media_type ? protocol::parse_problem(crypto::as_text(answer.body))
                                                                       : std::nullopt;
    if (!problem) return malformed(endpoint, "HTTP status " + std::to_string(answer.status) + " without a problem document");
    return refusal_of(endpoint, std::move(*problem));
}

}  // namespace

struct GatewayClient::Impl {
    Impl(Endpoint endpoint, const crypto::tls::Key* client_key, const std::string& common_name)
        : connection(std::move(endpoint), client_key, common_name) {}

    // The answer to a call that went well (200 or 201).
    std::expected<Answer, Failure> exchange(const Call& call) {
        auto answer = connection.exchange(call, std::chrono::steady_clock::now() + deadline + call.patience, stop);
        if (answer && answer->status != 200 && answer->status != 201)
            return std::unexpected(refusal(connection.endpoint(), *answer));
        return answer;
    }
    Failure not_a(const char* what) const { return malformed(connection.endpoint(), std::string("not ") + what); }

    std::expected<Submitted, Failure> submit(const Call& call, std::size_t entries_count) {
        const auto answer = exchange(call);
        if (!answer) return std::unexpected(answer.error());
        auto receipts = protocol::wire::parse_receipts(crypto::as_text(answer->body));
        if (!receipts || receipts->size() != entries_count) return std::unexpected(not_a("a receipt for each entry"));
        return Submitted{.receipts = std::move(*receipts), .repeated = answer->status == 200};
    }

    Connection connection;
    std::chrono::milliseconds deadline = limits::call_deadline;
    int stop = -1;
};

GatewayClient::GatewayClient(Endpoint endpoint, const crypto::tls::Key* client_key, const std::string& common_name)
    : impl_(std::make_unique<Impl>(std::move(endpoint), client_key, common_name)) {}
GatewayClient::~GatewayClient() = default;
GatewayClient::GatewayClient(GatewayClient&&) noexcept = default;
GatewayClient& GatewayClient::operator=(GatewayClient&&) noexcept = default;

void GatewayClient::set_deadline(std::chrono::milliseconds deadline) { impl_->deadline = deadline; }
void GatewayClient::set_stop(int descriptor) { impl_->stop = descriptor; }
const Endpoint& GatewayClient::endpoint() const noexcept { return impl_->connection.endpoint(); }

std::expected<Health, Failure> GatewayClient::health() {
    const auto answer = impl_->exchange(get("/v1/health", limits::small_answer_bytes_max));
    if (!answer) return std::unexpected(answer.error());
    auto health = parse_health(crypto::as_text(answer->body));
    if (!health) return std::unexpected(impl_->not_a("a health document"));
    return std::move(*health);
}

std::expected<Submitted, Failure> GatewayClient::submit(const std::vector<crypto::Bytes>& entries) {
    assert(!entries.empty());
    const bool single = entries.size() == 1;
    return impl_->submit(post("/v1/entries", single ? protocol::wire::entry_type : protocol::wire::batch_type,
                              single ? entries.front() : protocol::wire::encode_batch(entries), limits::receipts_bytes_max),
                         entries.size());
}

std::expected<protocol::wire::Page, Failure> GatewayClient::entries(std::optional<std::uint64_t> after,
                                                                    std::chrono::seconds wait) {
    std::string query = after ? "?after=" + std::to_string(*after) : "";
    if (wait.count() > 0) query += (after ? "&wait=" : "?wait=") + std::to_string(wait.count());
    auto call = get("/v1/entries" + query, limits::page_bytes_max);
    call.patience = wait;
    const auto answer = impl_->exchange(call);
    if (!answer) return std::unexpected(answer.error());
    auto page = protocol::wire::parse_page(answer->body);
    if (!page) return std::unexpected(impl_->not_a("a page of entries"));
    return std::move(*page);
}

std::expected<crypto::Bytes, Failure> GatewayClient::entry(const protocol::EntryId& id) {
    auto answer = impl_->exchange(get("/v1/entries/" + protocol::id_text(id), limits::entry_answer_bytes_max));
    if (!answer) return std::unexpected(answer.error());
    return std::move(answer->body);
}

std::expected<std::string, Failure> GatewayClient::checkpoint() {
    const auto answer = impl_->exchange(get("/v1/log/checkpoint", limits::small_answer_bytes_max));
    if (!answer) return std::unexpected(answer.error());
    return crypto::to_text(answer->body);
}

std::expected<void, Failure> GatewayClient::enrol(const protocol::Enrolment& enrolment, const protocol::EnrolmentToken& token) {
    const auto answer =
        impl_->exchange(post("/v1/enrolments", json_type, crypto::to_bytes(protocol::enrolment_call_json(enrolment, token)),
                             limits::small_answer_bytes_max));
    if (!answer) return std::unexpected(answer.error());
    if (!parse_enrolment_status(crypto::as_text(answer->body))) return std::unexpected(impl_->not_a("the state of an enrolment"));
    return {};
}

std::expected<Submitted, Failure> GatewayClient::found(const protocol::EnrolmentToken& token,
                                                       const std::vector<crypto::Bytes>& entries) {
    assert(!entries.empty());
    return impl_->submit(post("/v1/enrolments", json_type, crypto::to_bytes(protocol::founding_call_json(token, entries)),
                              limits::receipts_bytes_max),
                         entries.size());
}

std::expected<RecoveryPlace, Failure> GatewayClient::find_recovery(const protocol::KeyId& key) {
    const auto answer = impl_->exchange(get("/v1/recoveries/" + key.text(), limits::small_answer_bytes_max));
    if (!answer) return std::unexpected(answer.error());
    auto place = parse_recovery_place(crypto::as_text(answer->body));
    if (!place) return std::unexpected(impl_->not_a("the place of a recovery sheet"));
    return *place;
}

std::expected<Submitted, Failure> GatewayClient::recover(const crypto::Bytes& entry) {
    return impl_->submit(
        post("/v1/enrolments", json_type, crypto::to_bytes(protocol::recovery_call_json(entry)), limits::receipts_bytes_max), 1);
}

std::expected<EnrolmentStatus, Failure> GatewayClient::enrolment(const protocol::Handle& handle,
                                                                 const protocol::EnrolmentToken* token) {
    Call call = get("/v1/enrolments/" + handle.text(), limits::enrolment_answer_bytes_max);
    if (token) call.bearer = crypto::base64_encode(token->expose());
    const auto answer = impl_->exchange(call);
    if (!answer) return std::unexpected(answer.error());
    auto status = parse_enrolment_status(crypto::as_text(answer->body));
    if (!status) return std::unexpected(impl_->not_a("the state of an enrolment"));
    return std::move(*status);
}

}  // namespace clients
