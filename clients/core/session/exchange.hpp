// Requests, responses and information as this person may read them: lookups over what the home holds, and the drafts that
// become new ones.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "clients/core/session/session.hpp"
#include "protocol/content/destination.hpp"
#include "protocol/content/information.hpp"
#include "protocol/content/request.hpp"
#include "protocol/content/response.hpp"

namespace clients {

// Where and by whom something was put into the register.
struct Origin {
    std::uint64_t index = 0;
    protocol::EntryId id{};
    protocol::Handle author;
    std::int64_t time = 0;                           // the register's
    std::vector<protocol::Circle> audience;
};

// A request: its content is absent while no key opens it.
struct RequestItem {
    Origin origin;
    protocol::RequestNumber number;
    std::optional<protocol::content::Request> request;
};
struct ResponseItem {
    Origin origin;
    protocol::EntryId request{};
    std::optional<protocol::content::Response> response;
};
struct InformationItem {
    Origin origin;
    std::optional<protocol::content::Information> information;
};
// Kept aside: never shown as content.
struct FaultItem {
    std::uint64_t index = 0;
    std::string author;                              // empty when even that cannot be read
    std::string kind;
    std::string fault;
};

// Everything people wrote, in register order.
struct Exchange {
    std::vector<RequestItem> requests;
    std::vector<ResponseItem> responses;
    std::vector<InformationItem> information;
    std::vector<FaultItem> faults;

    const RequestItem* find_request(const protocol::EntryId& id) const;
    std::vector<const ResponseItem*> responses_to(const protocol::EntryId& request) const;
};
// From register index `from` on.
Exchange load_exchange(Session& session, std::uint64_t from = 0);
// The request of that id, if it is here.
std::optional<RequestItem> find_request(Session& session, const protocol::EntryId& id);

// An entry as people name it: `NFP/2026/014`, `NFP/2026/014:fr`, `#INDEX`, or at least 8 hex digits of an id.
// Errors: unknown_reference, ambiguous_reference.
std::expected<StoredEntry, Failure> resolve(Session& session, std::string_view reference);
std::expected<RequestItem, Failure> resolve_request(Session& session, const Exchange& exchange, std::string_view reference);

// Circles for a destination; the author's own circle joins unless it is within. Error: unknown_circle.
std::expected<std::vector<protocol::Circle>, std::error_code> circles_for(const Session& session,
                                                                          const protocol::content::InformationDestination& to);
Draft request_draft(const protocol::content::Request& request, std::vector<protocol::Circle> to);
Draft response_draft(const Session& session, const RequestItem& request, const protocol::content::Response& response);
Draft information_draft(const protocol::content::Information& information, std::vector<protocol::Circle> to);

// Who will be able to read what is addressed so: persons designated now, by member, as both access lists allow.
struct Readers {
    std::vector<protocol::Member> members;
    std::size_t persons = 0;
    std::vector<protocol::Circle> closed;            // circles nobody can read yet, or that wait for a new epoch
    std::vector<protocol::Member> vacant;            // states addressed by name in which nobody is designated,
    std::vector<protocol::Member> suspended;         // or that are suspended
};
Readers readers_of(const Session& session, const std::vector<protocol::Circle>& to);

// Persons with their contact, as far as their designations could be opened.
struct DirectoryRow {
    protocol::Person person;
    std::optional<Contact> contact;
};
std::vector<DirectoryRow> directory(Session& session);
// Member states without anybody in their seat, and those suspended.
struct EmptySeats {
    std::vector<protocol::Member> vacant;
    std::vector<protocol::Member> suspended;
};
EmptySeats empty_seats(const protocol::NetworkState& state, std::int64_t time);

}  // namespace clients
