#include "gateway/errc.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "protocol/errc.hpp"
#include "protocol/problem.hpp"

namespace gateway {
namespace {

struct Row {
    errc code;
    std::string_view name;
    unsigned status;
};

constexpr auto table = std::to_array<Row>({
    {errc::not_found, "not-found", 404},
    {errc::method_not_allowed, "method-not-allowed", 405},
    {errc::malformed_request, "malformed-request", 400},
    {errc::unsupported_media_type, "unsupported-media-type", 415},
    {errc::expectation_failed, "expectation-failed", 417},
    {errc::certificate_required, "certificate-required", 401},
    {errc::not_designated, "not-designated", 403},
    {errc::recovery_invalid, "recovery-invalid", 403},
    {errc::upgrade_required, "upgrade-required", 426},
    {errc::origin_refused, "origin-refused", 403},
    {errc::overloaded, "overloaded", 503},
    {errc::store_full, "store-full", 507},
    {errc::clock, "clock", 503},
    {errc::timeout, "timeout", 504},
    {errc::internal, "internal", 500},
});

constexpr auto codes = [] {
    std::array<errc, table.size()> out{};
    std::ranges::transform(table, out.begin(), &Row::code);
    return out;
}();

const Row& row_of(errc e) noexcept {
    const auto found = std::ranges::find(table, e, &Row::code);
    return found == table.end() ? table.back() : *found;
}

class Category final : public std::error_category {
public:
    const char* name() const noexcept override { return "gateway"; }
    std::string message(int value) const override { return std::string(row_of(static_cast<errc>(value)).name); }
};
const Category category_instance;

}  // namespace

std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), category_instance}; }

std::span<const errc> all_errc() noexcept { return codes; }

std::string_view errc_name(errc e) noexcept { return row_of(e).name; }

std::optional<errc> as_gateway_errc(std::error_code code) noexcept {
    if (code.category() != category_instance) return std::nullopt;
    return static_cast<errc>(code.value());
}

std::string_view problem_name(std::error_code code) noexcept {
    if (const auto theirs = protocol::as_protocol_errc(code)) return protocol::errc_name(*theirs);
    return errc_name(as_gateway_errc(code).value_or(errc::internal));
}

unsigned problem_status(std::error_code code) noexcept {
    if (const auto theirs = protocol::as_protocol_errc(code)) return protocol::problem_status(*theirs);
    return row_of(as_gateway_errc(code).value_or(errc::internal)).status;
}

}  // namespace gateway
