// Who and what there is for the acts to choose from: as the people know it, not as the protocol or the reference sees it.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "protocol/names.hpp"
#include "tests/model/dice.hpp"
#include "tests/model/reference.hpp"

namespace model {

class World;

struct PersonOfCast {
    protocol::Role role = protocol::Role::focal_point;
    std::vector<DeviceNumber> devices;
    protocol::EntryId designation{};
    std::int64_t until = for_ever;
    bool is_reader() const { return role != protocol::Role::officer && role != protocol::Role::focal_point; }
};

// What waits for the other party.
struct Proposal {
    protocol::EntryId entry{};
    std::string proposer;            // handle
    std::string party;               // the member whose consent is awaited
    std::string what;
    std::function<void()> effect;    // what the reference is told when it comes
};

struct Sheet {
    DeviceNumber number = 0;
    std::string member;
    protocol::EntryId made{};
    std::set<std::string> holders;
    bool used = false;
    bool ended = false;              // replaced or ended by an entry; holders are another matter
};

struct Cast {
    std::map<std::string, PersonOfCast> people;
    std::map<std::string, unsigned> handles_given;   // by member
    std::vector<std::string> states;
    std::vector<std::string> groups;
    std::vector<Proposal> proposals;
    std::vector<Sheet> sheets;
    std::set<DeviceNumber> lost;
    std::map<std::string, protocol::EntryId> member_entries;
    std::set<std::string> suspended;
    std::set<std::string> due_otherwise;             // circles with a retention or a complaint: due for more than staleness
    std::int64_t founded_at = 0;
};

// Devices with which somebody is at work now; those of a member, of officers, of one person.
std::vector<DeviceNumber> at_work(const World& world);
std::vector<DeviceNumber> at_work_for(const World& world, const std::string& member);   // its focal points or officers
std::vector<DeviceNumber> at_work_as(const World& world, const std::string& handle);
bool vacant(const World& world, const std::string& member);
bool founding(const World& world);

std::string member_of(const std::string& handle);
std::string own_circle(const std::string& member);
protocol::Circle circle_named(const std::string& name);
protocol::Handle handle_named(const std::string& name);
// The handle of a new person.
protocol::Handle new_handle(World& world, const std::string& member);

}  // namespace model
