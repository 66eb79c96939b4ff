// Which call a request is for, decided from its head alone: what is refused is refused before its body is read.
#pragma once

#include <expected>

#include "gateway/api/message.hpp"
#include "gateway/register/register.hpp"
#include "protocol/network_state.hpp"

namespace gateway::api {

// What the calls work with. Everything must outlive them.
struct Services {
    store::Store& store;
    Register& published;
};

enum class Call { health, enrol, find_recovery, list_enrolments, enrolment, submit, list_entries, entry, checkpoint, stream };

// Who is on a connection: the person to whom the certificate's key was bound when the request came.
struct Caller {
    protocol::Handle person;
    crypto::tls::SpkiPin pin{};
};
// That person, if they and this device of theirs are designated still. A key is never bound a second time.
const protocol::Person* find_caller(const protocol::NetworkState& state, const Caller& caller, std::int64_t now);

// A request that may go on.
struct Plan {
    Call call = Call::health;
    std::string_view route;                    // template, for the log: never what the caller sent
    std::size_t body_bytes_max = 0;
    std::string argument;                      // {id}, {handle} or {key}
    std::string query;
    std::optional<Caller> caller;              // always there when the call is for designated persons only
    bool patient = true;                       // false: answers now, though the caller asked to wait
};

struct Refused {
    Response response;
    std::string_view route;
};

std::expected<Plan, Refused> plan(const Services& services, const Head& head);

// Answers the call; not for `stream`, which is no call of one answer (api/stream.hpp). `body` is within the plan's bound.
// Thread-safe; may read the store; never waits.
Reply handle(const Services& services, const Plan& plan, const Head& head, crypto::Bytes body);

}  // namespace gateway::api
