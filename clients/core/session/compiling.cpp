#include "clients/core/session/compiling.hpp"

#include <algorithm>

namespace clients {

using namespace protocol;

namespace {

compilation::RegisteredEntry registered(const Origin& origin) {
    return {.member = origin.author.member().text(), .author = origin.author.text(), .index = origin.index, .time = origin.time,
            .id_prefix = id_text(origin.id).substr(0, 8)};
}

// Everybody who was asked: the states of the request's audience, the requester's own left out.
std::vector<compilation::Member> addressed(const Session& session, const RequestItem& request, content::Language language) {
    const Member requester = request.origin.author.member();
    std::vector<compilation::Member> out;
    const auto add = [&](const Member& member) {
        if (member == requester || member.is_dmr()) return;
        if (std::ranges::find(out, member.text(), &compilation::Member::code) == out.end())
            out.push_back(compilation::find_member(member.text()));
    };
    for (const Circle& circle : request.origin.audience) {
        if (const auto member = circle.member()) add(*member);
        for (const Circle& part : session.state().member_circles(circle, std::max(session.view().time, request.origin.time)))
            if (const auto member = part.member()) add(*member);
    }
    compilation::sort_by_name(out, language);
    return out;
}

}  // namespace

compilation::CompilationInput compilation_input(Session& session, const Exchange& exchange, const RequestItem& request,
                                                content::Language language) {
    const Member requester = request.origin.author.member();
    const Member reader = session.identity().handle.member();
    compilation::CompilationInput input{.number = request.number.text(), .request = *request.request,
                                        .requester = compilation::find_member(requester.text()), .sent_time = request.origin.time,
                                        .deadline = request.request->deadline, .addressed = addressed(session, request, language),
                                        .responses = {}, .unopened = {}, .reader = reader.text(),
                                        .reader_is_requester = reader == requester};
    for (const ResponseItem* item : exchange.responses_to(request.origin.id)) {
        if (item->response) input.responses.push_back({.entry = registered(item->origin), .response = *item->response});
        else input.unopened.push_back({.entry = registered(item->origin), .reason = {}, .misfit = {}});
    }
    // Responses that failed a check are named, never shown as content.
    for (const FaultItem& fault : exchange.faults) {
        const auto stored = session.store().entry_at(fault.index);
        const auto entry =
            stored ? parse_entry(stored->entry, stored->delivered) : std::unexpected(make_error_code(errc::malformed_entry));
        const auto leaf = stored ? parse_leaf(stored->leaf) : std::nullopt;
        if (!entry || !leaf || entry->header.refs.empty() || entry->header.refs.front() != request.origin.id) continue;
        const Origin origin{
            .index = fault.index, .id = entry->id, .author = entry->header.author, .time = leaf->time, .audience = {}};
        input.unopened.push_back({.entry = registered(origin), .reason = fault.fault, .misfit = {}});
    }
    return input;
}

}  // namespace clients
