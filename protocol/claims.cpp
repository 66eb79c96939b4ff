#include "protocol/claims.hpp"

#include <utility>

#include "protocol/claims/codec.hpp"

namespace protocol {
namespace {

template <std::size_t... I>
std::optional<Claim> read_claim(std::size_t index, const Json& value, std::index_sequence<I...>) {
    std::optional<Claim> claim;
    const auto try_one = [&]<std::size_t i>() {
        if (i != index) return;
        if (auto read = codec::read<std::variant_alternative_t<i, Claim>>(value)) claim = std::move(*read);
    };
    (try_one.template operator()<I>(), ...);
    return claim;
}

}  // namespace

// The governing kinds come first in Kind, in the order of the variant.
static_assert(std::variant_size_v<Claim> == static_cast<std::size_t>(Kind::request));

Kind kind_of(const Claim& claim) noexcept { return static_cast<Kind>(claim.index()); }

std::expected<Claim, std::error_code> parse_claim(const Header& header) {
    const KindRule* rule = find_kind(header.kind);
    if (!rule) return std::unexpected(errc::unknown_kind);
    auto claim = read_claim(static_cast<std::size_t>(rule->kind), header.claim,
                            std::make_index_sequence<std::variant_size_v<Claim>>{});
    if (!claim) return std::unexpected(errc::malformed_claim);
    // One meaning, one encoding: what we would write is what was read.
    if (claim_json(*claim) != header.claim) return std::unexpected(errc::malformed_claim);
    return std::move(*claim);
}

Json claim_json(const Claim& claim) {
    return std::visit([](const auto& value) { return codec::write(value); }, claim);
}

}  // namespace protocol
