#include "gateway/register/identity.hpp"

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "gateway/limits.hpp"
#include "gateway/store/sqlite.hpp"

namespace gateway {
namespace {

crypto::SecretBytes require_meta(const store::Snapshot& snapshot, std::string_view name) {
    auto value = snapshot.meta(name);
    if (!value)
        throw store::StoreFailed("the gateway's " + std::string(name) +
                                 " is not there: either this is another gateway's store key, or run nfp-gateway init first");
    return std::move(*value);
}

template <std::size_t N>
std::span<const std::uint8_t, N> exactly(const crypto::SecretBytes& bytes, std::string_view name) {
    if (bytes.size() != N) throw store::StoreFailed("the gateway's " + std::string(name) + " is damaged");
    return std::span<const std::uint8_t, N>(bytes);
}

}  // namespace

Identity make_identity(const std::string& host, const protocol::EnrolmentToken& founding_token, std::int64_t now) {
    auto tls_key = crypto::tls::Key::generate();
    auto certificate = tls_key.certificate_pem(host, now - 86'400, now + limits::certificate_valid_s);
    return {.origin = host + "/nfp/" + crypto::hex_encode(crypto::random_array<8>()),
            .log_key = crypto::SigningKey::generate(),
            .tls_key = std::move(tls_key),
            .certificate_pem = std::move(certificate),
            .founding_token_hash = protocol::token_hash(founding_token)};
}

void store_identity(store::Store& store, const Identity& identity) {
    const auto transaction = store.begin();
    transaction->put_meta("origin", crypto::as_bytes(identity.origin));
    transaction->put_meta("log-key", identity.log_key.seed().expose());
    transaction->put_meta("tls-key", identity.tls_key.pkcs8_der());
    transaction->put_meta("tls-certificate", crypto::as_bytes(identity.certificate_pem));
    transaction->put_meta("founding-token", identity.founding_token_hash);
    transaction->commit();
}

Identity load_identity(const store::Snapshot& snapshot) {
    const auto log_seed = require_meta(snapshot, "log-key");
    const auto token = require_meta(snapshot, "founding-token");
    Identity identity{.origin = std::string(crypto::as_text(require_meta(snapshot, "origin"))),
                      .log_key = crypto::SigningKey(crypto::SigningSeed(exactly<32>(log_seed, "log-key"))),
                      .tls_key = crypto::tls::Key(require_meta(snapshot, "tls-key")),
                      .certificate_pem = std::string(crypto::as_text(require_meta(snapshot, "tls-certificate"))),
                      .founding_token_hash = {}};
    std::ranges::copy(exactly<32>(token, "founding-token"), identity.founding_token_hash.begin());
    return identity;
}

}  // namespace gateway
