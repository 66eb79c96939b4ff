#include "clients/core/session/courier.hpp"

#include "clients/core/session/session.hpp"
#include "protocol/enrolment.hpp"

namespace clients {

using namespace protocol;

namespace {

constexpr std::string_view carrier_value = "carrier";
constexpr std::string_view carried_value = "carried";   // the bundle to return, its pages not yet fetched

std::optional<Carrier> carrier_of(Store& store) {
    if (const auto text = store.value(carrier_value)) return parse_carrier(*text);
    const auto identity = load_identity(store);
    return identity ? std::optional(Carrier::of(*identity)) : std::nullopt;
}

// As parse_bundle left them: an entry, or the entries of a batch.
std::expected<std::vector<crypto::Bytes>, std::error_code> entries_of(const wire::StreamSubmission& submission) {
    if (submission.type == wire::SubmissionType::batch) return wire::parse_batch(submission.bytes);
    return std::vector<crypto::Bytes>{submission.bytes};
}

}  // namespace

void make_carrier(Store& store, const Identity& identity) { store.put_value(carrier_value, carrier_text(Carrier::of(identity))); }
bool is_carrier(Store& store) { return store.value(carrier_value).has_value(); }
bool Courier::has_carried(Store& store) { return store.value(carried_value).has_value(); }

Courier::Courier(Store& store, Carrier carrier, Endpoint endpoint)
    : store_(&store), carrier_(std::make_unique<Carrier>(std::move(carrier))), endpoint_(endpoint),
      gateway_(std::move(endpoint), &carrier_->tls, carrier_->handle.text()) {}

std::expected<Courier, Failure> Courier::open(Store& store, const std::string& language) {
    auto carrier = carrier_of(store);
    if (!carrier) return fail(session_errc::no_identity);
    auto endpoint = endpoint_of(carrier->gateway, carrier->pins, language);
    if (!endpoint) return std::unexpected(endpoint.error());
    return Courier(store, std::move(*carrier), std::move(*endpoint));
}

std::expected<void, Failure> Courier::enrol(const std::string& call) {
    const auto parsed = parse_enrolment_call(call);
    if (!parsed) return fail(parsed.error());
    return GatewayClient(endpoint_, nullptr, carrier_->handle.text()).enrol(parsed->enrolment, parsed->token);
}

std::expected<Carried, Failure> Courier::carry(const wire::OutgoingBundle& bundle, const Told& told) {
    if (bundle.network != carrier_->network) return fail(errc::wrong_network);
    Carried out{.taken = 0, .refused = {}, .enrolled = false, .brings_entries = bundle.person == carrier_->handle};
    wire::ReturningBundle back{
        .network = bundle.network, .person = bundle.person, .from = bundle.from, .answers = {}, .pages = {}};
    if (bundle.enrolment) {
        if (const auto enrolled = enrol(*bundle.enrolment); !enrolled) return std::unexpected(enrolled.error());
        out.enrolled = true;
    }
    for (const auto& submission : bundle.submissions) {
        const auto entries = entries_of(submission);
        if (!entries) return fail(entries.error());
        const auto submitted = gateway_.submit(*entries);
        if (!submitted && is_passing(submitted.error())) return std::unexpected(submitted.error());
        wire::StreamAnswer answer{.sequence = submission.sequence, .repeated = false, .result = {}};
        if (submitted) {
            answer.repeated = submitted->repeated;
            answer.result = submitted->receipts;
            ++out.taken;
        } else {
            answer.result = std::unexpected(*submitted.error().problem);
            out.refused.push_back(submitted.error());
        }
        back.answers.push_back(std::move(answer));
        told(back.answers.size(), bundle.submissions.size());
    }
    const auto bytes = wire::encode_bundle(back);
    store_->put_value(carried_value, {bytes.begin(), bytes.end()});
    return out;
}

std::expected<wire::ReturningBundle, Failure> Courier::collect(const Told& told) {
    const auto kept = store_->value(carried_value);
    if (!kept) return fail(session_errc::nothing_carried);
    auto bundle = std::get<wire::ReturningBundle>(wire::parse_bundle(*kept).value());   // sealed by ourselves
    if (bundle.person != carrier_->handle) return bundle;
    if (auto fetched = fetch(bundle, told); !fetched) return std::unexpected(fetched.error());
    return bundle;
}

// Page after page as long as the bundle has room for the largest: the last one says whether there is more.
std::expected<void, Failure> Courier::fetch(wire::ReturningBundle& bundle, const Told& told) {
    std::size_t bytes = wire::encode_bundle(bundle).size();
    std::uint64_t next = bundle.from;
    for (bool more = true; more;) {
        auto page = gateway_.entries(next == 0 ? std::nullopt : std::optional(next - 1));
        if (!page) return std::unexpected(page.error());
        next = page->next;
        bytes += wire::encode_page(*page).size();
        more = page->more && bytes + protocol::limits::bundle_part_room_bytes <= protocol::limits::bundle_bytes_max &&
               bundle.pages.size() + 1 < protocol::limits::bundle_parts_max;
        bundle.pages.push_back(std::move(*page));
        told(bytes, 0);
    }
    return {};
}

void Courier::delivered() {
    if (!is_carrier(*store_)) store_->erase_value(carried_value);
}

}  // namespace clients
