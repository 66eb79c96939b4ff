#include "protocol/register_chain.hpp"

#include <charconv>

#include "crypto/encoding.hpp"
#include "protocol/fields.hpp"
#include "protocol/limits.hpp"

namespace protocol {
namespace {

std::string chain_text(const Chain& chain) { return std::to_string(chain.count) + " " + crypto::base64_encode(chain.hash); }

// Decimal without leading zeros, below 2^53.
std::optional<std::uint64_t> parse_count(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value > limits::integer_max) return std::nullopt;
    if (std::to_string(value) != text) return std::nullopt;
    return value;
}

// Splits "word rest" when the line begins with that word.
std::optional<std::string_view> after_word(std::string_view line, std::string_view word) {
    if (!line.starts_with(word) || line.size() <= word.size() || line[word.size()] != ' ') return std::nullopt;
    return line.substr(word.size() + 1);
}

std::optional<Chain> parse_chain(std::string_view text) {
    const auto space = text.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const auto count = parse_count(text.substr(0, space));
    const auto hash = crypto::fixed<32>(crypto::base64_decode(text.substr(space + 1)));
    if (!count || !hash) return std::nullopt;
    return Chain{.count = *count, .hash = *hash};
}

}  // namespace

std::string leaf_line(const Leaf& leaf) {
    Json out = {{"id", id_text(leaf.id)}, {"time", leaf.time}};
    if (leaf.number) out["number"] = leaf.number->text();
    for (const auto& [circle, link] : leaf.links) out["links"][circle.text()] = crypto::hex_encode(link);
    return canonical(out);
}

std::optional<Leaf> parse_leaf(std::string_view line) {
    const auto json = parse_canonical(line, limits::header_bytes_max);
    if (!json) return std::nullopt;
    Fields fields(*json);
    Leaf leaf{.id = fields.hex<32>("id"),
              .time = static_cast<std::int64_t>(fields.integer("time", limits::integer_max)),
              .number = {},
              .links = {}};
    if (fields.has("number")) leaf.number = fields.parsed("number", RequestNumber::parse);
    if (fields.has("links")) {
        const Json links = fields.object("links");
        if (links.size() > limits::audience_max) return std::nullopt;
        for (const auto& [name, link] : links.items()) {
            const auto circle = Circle::parse(name);
            const auto hash = link.is_string() ? crypto::fixed<32>(crypto::hex_decode(link.get<std::string>())) : std::nullopt;
            if (!circle || !hash) return std::nullopt;
            leaf.links.emplace(*circle, *hash);
        }
    }
    if (!fields.done()) return std::nullopt;
    return leaf;
}

crypto::Digest leaf_hash(std::string_view line) { return crypto::merkle::leaf_hash(crypto::as_bytes(line)); }

crypto::Digest link_of(const Circle& circle, const std::optional<EntryId>& previous) {
    return crypto::sha256("nfp-link-v1\n" + circle.text() + "\n" + id_text(previous.value_or(EntryId{})) + "\n");
}

void Chain::add(const crypto::Digest& item) {
    hash = crypto::Sha256().update(hash).update(item).finish();
    ++count;
}

std::vector<std::string> commitment_lines(const Commitments& commitments) {
    return {"time " + std::to_string(commitments.time), "membership " + chain_text(commitments.membership),
            "numbered " + std::to_string(commitments.year) + " " + chain_text(commitments.numbered)};
}

std::optional<Commitments> parse_commitments(const crypto::Checkpoint& checkpoint) {
    if (checkpoint.extensions.size() != 3) return std::nullopt;
    const auto time_text = after_word(checkpoint.extensions[0], "time");
    const auto membership_text = after_word(checkpoint.extensions[1], "membership");
    const auto numbered_text = after_word(checkpoint.extensions[2], "numbered");
    if (!time_text || !membership_text || !numbered_text || numbered_text->size() < 6 || (*numbered_text)[4] != ' ')
        return std::nullopt;
    const auto time = parse_count(*time_text);
    const auto membership = parse_chain(*membership_text);
    const auto year = parse_count(numbered_text->substr(0, 4));
    const auto numbered = parse_chain(numbered_text->substr(5));
    if (!time || !membership || !year || !numbered) return std::nullopt;
    return Commitments{.time = static_cast<std::int64_t>(*time), .membership = *membership,
                       .year = static_cast<unsigned>(*year), .numbered = *numbered};
}

std::expected<VerifiedCheckpoint, std::error_code> open_checkpoint(std::string_view note, const crypto::note::Verifier& log) {
    const auto text = crypto::note::open(note, log);
    if (!text) return std::unexpected(text.error());
    auto checkpoint = crypto::parse_checkpoint(*text);
    if (!checkpoint || checkpoint->origin != log.name()) return std::unexpected(errc::receipt_invalid);
    const auto commitments = parse_commitments(*checkpoint);
    if (!commitments) return std::unexpected(errc::receipt_invalid);
    return VerifiedCheckpoint{.checkpoint = std::move(*checkpoint), .commitments = *commitments, .note = std::string(note)};
}

RequestNumber RegisterHead::next_number(std::int64_t at_time) const {
    const unsigned at_year = utc_year(at_time);
    return {.year = at_year, .count = at_year == year ? numbered.count + 1 : 1};
}

std::vector<crypto::merkle::Node> RegisterHead::append(const Leaf& leaf, bool governing, const NetworkId& network) {
    const auto hash = leaf_hash(leaf_line(leaf));
    time = leaf.time;
    if (membership.count == 0) membership = Chain::start(network);
    if (governing) membership.add(leaf.id);
    if (leaf.number) {
        if (leaf.number->year != year) {
            year = leaf.number->year;
            numbered = Chain::start(network);
        }
        numbered.add(hash);
    }
    return frontier.append(hash);
}

std::string RegisterHead::checkpoint_text(const std::string& origin, const NetworkId& network, std::int64_t now) const {
    const unsigned at_year = utc_year(now);
    const Commitments commitments{.time = now, .membership = membership, .year = at_year,
                                  .numbered = at_year == year ? numbered : Chain::start(network)};
    return crypto::checkpoint_text({.origin = origin, .size = frontier.size(), .root = frontier.root(),
                                    .extensions = commitment_lines(commitments)});
}

std::expected<Receipt, std::error_code> verify_receipt(const EntryId& id, std::string_view leaf_text, std::string_view proof_text,
                                                       const crypto::note::Verifier& log) {
    const auto leaf = parse_leaf(leaf_text);
    const auto proof = crypto::parse_tlog_proof(proof_text);
    if (!leaf || leaf->id != id || !proof) return std::unexpected(errc::receipt_invalid);
    auto checkpoint = open_checkpoint(proof->checkpoint_note, log);
    if (!checkpoint) return std::unexpected(errc::receipt_invalid);
    const auto& tree = checkpoint->checkpoint;
    if (!crypto::merkle::verify_inclusion(leaf_hash(leaf_text), proof->index, tree.size, proof->hashes, tree.root) ||
        leaf->time > checkpoint->commitments.time)
        return std::unexpected(errc::receipt_invalid);
    return Receipt{.index = proof->index, .leaf = *leaf, .leaf_text = std::string(leaf_text), .proof = *proof,
                   .checkpoint = std::move(*checkpoint)};
}

}  // namespace protocol
