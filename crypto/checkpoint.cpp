#include "crypto/checkpoint.hpp"

#include <charconv>
#include <stdexcept>

#include "crypto/encoding.hpp"

namespace crypto {
namespace {

constexpr std::string_view proof_version = "c2sp.org/tlog-proof@v1";
constexpr std::string_view index_word = "index ";

// Takes a line without its LF off the front. Nothing when no LF is left.
std::optional<std::string_view> take_line(std::string_view& text) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    return line;
}

// Decimal without sign or leading zeros, below 2^64.
std::optional<std::uint64_t> parse_decimal(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (text.size() > 1 && text.front() == '0') return std::nullopt;
    return value;
}

std::string checked_line(const std::string& line) {
    if (line.empty() || line.find('\n') != std::string::npos) {
        throw std::invalid_argument("a checkpoint's line is empty or holds a line feed");
    }
    return line + '\n';
}

}  // namespace

std::string checkpoint_text(const Checkpoint& checkpoint) {
    std::string text = checked_line(checkpoint.origin);
    text += std::to_string(checkpoint.size) + '\n' + base64_encode(checkpoint.root) + '\n';
    for (const std::string& extension : checkpoint.extensions) text += checked_line(extension);
    return text;
}

std::optional<Checkpoint> parse_checkpoint(std::string_view text) {
    const auto origin = take_line(text), size_text = take_line(text), root_text = take_line(text);
    if (!root_text || origin->empty()) return std::nullopt;
    const auto size = parse_decimal(*size_text);
    const auto root = fixed<std::tuple_size_v<Digest>>(base64_decode(*root_text));
    if (!size || !root) return std::nullopt;
    Checkpoint checkpoint{std::string(*origin), *size, *root, {}};
    while (!text.empty()) {
        const auto extension = take_line(text);
        if (!extension || extension->empty()) return std::nullopt;
        checkpoint.extensions.emplace_back(*extension);
    }
    return checkpoint;
}

std::string tlog_proof_text(const TlogProof& proof) {
    std::string text(proof_version);
    text.append("\n").append(index_word).append(std::to_string(proof.index)).append("\n");
    for (const Digest& hash : proof.hashes) text.append(base64_encode(hash)).append("\n");
    return text.append("\n").append(proof.checkpoint_note);
}

std::optional<TlogProof> parse_tlog_proof(std::string_view text) {
    const auto version = take_line(text), index_line = take_line(text);
    if (!index_line || *version != proof_version || !index_line->starts_with(index_word)) return std::nullopt;
    const auto index = parse_decimal(index_line->substr(index_word.size()));
    if (!index) return std::nullopt;
    TlogProof proof{*index, {}, {}};
    for (;;) {
        const auto line = take_line(text);
        if (!line) return std::nullopt;
        if (line->empty()) break;
        const auto hash = fixed<std::tuple_size_v<Digest>>(base64_decode(*line));
        if (!hash || proof.hashes.size() == merkle::proof_hashes_max) return std::nullopt;
        proof.hashes.push_back(*hash);
    }
    // The rest is the checkpoint's note; its own rules are note::open's and parse_checkpoint's.
    if (!text.ends_with('\n') || text.starts_with('\n')) return std::nullopt;
    proof.checkpoint_note = text;
    return proof;
}

}  // namespace crypto
