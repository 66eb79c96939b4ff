#include "crypto/age/open.hpp"

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <utility>

#include "crypto/age/open_payload.hpp"
#include "crypto/age/unwrap.hpp"

namespace crypto::age {
namespace {

// Finds the end of the header while it arrives: the first line that starts with "---", which no stanza line can. A file
// that has none within header_bytes_max is no age file.
class HeaderCollector {
public:
    // Takes what belongs to the header off the front of `input`. True when the header is complete.
    bool take(ByteView& input) {
        while (!input.empty()) {
            const std::uint8_t byte = input.front();
            input = input.subspan(1);
            bytes_.push_back(byte);
            if (byte == '\n') {
                if (dashes_ == 3) return true;
                dashes_ = 0;
                line_bytes_ = 0;
                continue;
            }
            if (byte == '-' && line_bytes_ == dashes_ && dashes_ < 3) ++dashes_;
            ++line_bytes_;
            if (bytes_.size() > header_bytes_max) return true;  // the parser refuses it
        }
        return false;
    }
    const Bytes& bytes() const noexcept { return bytes_; }

private:
    Bytes bytes_;
    std::size_t line_bytes_ = 0, dashes_ = 0;  // of the current line: its length, and the dashes it starts with
};

}  // namespace

struct Opener::State {
    std::function<std::expected<FileKey, std::error_code>(const Header&)> unwrap;
    PlainSink sink;

    enum class Reading { header, nonce, payload, ended } reading = Reading::header;
    std::error_code error;  // the first one, for good
    HeaderCollector header;
    std::optional<FileKey> file_key;  // from the header's end to the nonce's end
    Bytes nonce;
    std::optional<PayloadOpener> payload;

    // The whole header is parsed before an identity is tried, and the MAC, over the bytes as received, is checked before
    // a byte of payload is looked at.
    std::error_code on_header() {
        const auto parsed = parse_header(header.bytes());
        if (!parsed) return parsed.error();
        if (const auto malformed = check_known_stanzas(*parsed)) return malformed;
        auto unwrapped = unwrap(*parsed);
        if (!unwrapped) return unwrapped.error();
        const Digest mac = header_mac(*unwrapped, ByteView(header.bytes()).first(parsed->mac_input_bytes));
        if (!equal_constant_time(mac, parsed->mac)) return errc::header_mac_mismatch;
        file_key.emplace(*std::move(unwrapped));
        header = {};
        return {};
    }

    void on_nonce() {
        PayloadNonce salt;
        std::ranges::copy(nonce, salt.begin());
        payload.emplace(payload_key(*file_key, salt), std::move(sink));
        file_key.reset();
    }

    std::error_code write(ByteView input) {
        if (reading == Reading::header) {
            if (!header.take(input)) return {};
            if (const auto failure = on_header()) return failure;
            reading = Reading::nonce;
        }
        if (reading == Reading::nonce) {
            const ByteView part = input.first(std::min(input.size(), std::tuple_size_v<PayloadNonce> - nonce.size()));
            append(nonce, part);
            input = input.subspan(part.size());
            if (nonce.size() < std::tuple_size_v<PayloadNonce>) return {};
            on_nonce();
            reading = Reading::payload;
        }
        return payload->write(input);
    }

    std::error_code finish() {
        // A missing or short nonce counts as a header failure (CCTV stream_no_nonce, stream_short_nonce).
        if (reading != Reading::payload) return errc::malformed_header;
        return payload->finish();
    }

    // Runs a step; its error, or an exception of the sink, ends the reading.
    template <class Step>
    std::error_code run(Step step) {
        if (error) return error;
        if (reading == Reading::ended) throw std::logic_error("open: used after the end");
        error = errc::payload_truncated;  // what remains true should the sink throw
        error = step();
        if (error) file_key.reset();
        return error;
    }
};

Opener::Opener(const std::vector<Identity>& identities, PlainSink sink) : state_(std::make_unique<State>()) {
    state_->sink = std::move(sink);
    state_->unwrap = [&identities](const Header& header) { return unwrap_file_key(header, identities); };
}

Opener::Opener(const std::vector<Identity>& identities, PassphraseSource passphrase, PlainSink sink)
    : state_(std::make_unique<State>()) {
    state_->sink = std::move(sink);
    state_->unwrap = [&identities, source = std::move(passphrase)](const Header& header) {
        const Stanza& stanza = header.stanzas.front();
        return is_for_passphrase(stanza) ? unwrap_file_key(stanza, source) : unwrap_file_key(header, identities);
    };
}

Opener::Opener(const HybridIdentity& identity, std::size_t stanza, PlainSink sink) : state_(std::make_unique<State>()) {
    state_->sink = std::move(sink);
    state_->unwrap = [&identity, stanza](const Header& header) -> std::expected<FileKey, std::error_code> {
        if (stanza >= header.stanzas.size()) return std::unexpected(errc::no_matching_identity);
        return unwrap_file_key(header.stanzas[stanza], identity);
    };
}

Opener::Opener(Opener&&) noexcept = default;
Opener& Opener::operator=(Opener&&) noexcept = default;
Opener::~Opener() = default;

std::error_code Opener::write(ByteView ciphertext) {
    return state_->run([&] { return state_->write(ciphertext); });
}

std::error_code Opener::finish() {
    return state_->run([&] {
        const std::error_code result = state_->finish();
        state_->reading = State::Reading::ended;
        return result;
    });
}

namespace {

template <class... Who>
std::expected<SecretBytes, std::error_code> open_buffer(ByteView file, Who&&... who) {
    SecretBytes plaintext;
    plaintext.reserve(file.size());  // an upper bound: growing would copy and wipe
    const auto keep = [&plaintext](ByteView more) { plaintext.insert(plaintext.end(), more.begin(), more.end()); };
    Opener opener(std::forward<Who>(who)..., keep);
    if (const auto error = opener.write(file)) return std::unexpected(error);
    if (const auto error = opener.finish()) return std::unexpected(error);
    return plaintext;
}

}  // namespace

std::expected<SecretBytes, std::error_code> open(const std::vector<Identity>& identities, ByteView file) {
    return open_buffer(file, identities);
}

std::expected<SecretBytes, std::error_code> open(const std::vector<Identity>& identities, PassphraseSource passphrase,
                                                 ByteView file) {
    return open_buffer(file, identities, std::move(passphrase));
}

std::expected<SecretBytes, std::error_code> open_stanza(const HybridIdentity& identity, std::size_t stanza,
                                                        ByteView file) {
    return open_buffer(file, identity, stanza);
}

}  // namespace crypto::age
