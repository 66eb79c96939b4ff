// Who may read what, told as a history of events. It decides from who was entitled when and includes nothing of the project:
// where it and protocol/ agree over thousands of schedules, it is not because they share a mistake.
#pragma once

#include <bitset>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace model {

inline constexpr std::size_t devices_max = 192;   // of one schedule, recovery sheets included
using Devices = std::bitset<devices_max>;
using DeviceNumber = std::size_t;
using EntryNumber = std::size_t;
inline constexpr std::int64_t for_ever = std::numeric_limits<std::int64_t>::max();

// One generation of a circle's secret.
struct Generation {
    std::string circle;
    std::uint64_t epoch = 0;
    auto operator<=>(const Generation&) const = default;
};

class Reference {
public:
    // ---- what happened, in its order ----

    void time_is(std::int64_t now);
    void member_counts(const std::string& member, std::int64_t from);
    void member_suspended(const std::string& member, bool suspended);
    // A reader belongs to no circle of a member, only to one of their own.
    void designated(const std::string& handle, const std::string& member, bool reader, std::int64_t from, std::int64_t until);
    void term_ends(const std::string& handle, std::int64_t until);
    void device_added(DeviceNumber device, const std::string& handle, DeviceNumber admitted_by);
    void device_lost(DeviceNumber device);   // nobody acts with it any more; who found it reads with it
    void device_revoked(DeviceNumber device, const std::set<DeviceNumber>& kept);
    void person_revoked(const std::string& handle);
    void sheet_made(DeviceNumber sheet, const std::string& member, const std::set<std::string>& holders);
    void sheet_ended(DeviceNumber sheet);
    void sheet_used(DeviceNumber sheet, DeviceNumber by);
    void group_created(const std::string& group, bool history);
    void group_joined(const std::string& group, const std::string& member, bool joined);
    void person_admitted(const std::string& group, const std::string& handle, std::int64_t until);   // 0: dismissed
    // A secret was made, and sealed with the `carried` older ones of its circle.
    void rotated(const Generation& made, DeviceNumber by, const std::set<std::uint64_t>& carried,
                 const std::vector<Generation>& circles, const Devices& devices);
    void granted(const std::string& circle, const std::set<std::uint64_t>& epochs, const std::vector<Generation>& circles,
                 const Devices& devices);
    // Something to read was sealed to these.
    EntryNumber sent(const std::vector<Generation>& audience);

    // ---- answers, now ----

    bool in_term(const std::string& handle) const;
    Devices members(const std::string& circle) const;    // entitled to the circle, through member circles too
    bool in_force(DeviceNumber device) const;            // what it signs may stand in the register
    bool acts(DeviceNumber device) const;                // and its owner has it
    Devices acting() const;
    Devices keepers(const std::string& circle) const;    // of its members those who act and may make and hand on its secrets
    Devices knowers(const Generation& secret) const;     // to whom it was handed, by whichever way
    std::uint64_t current(const std::string& circle) const;
    bool stale(const std::string& circle) const;         // somebody knows the current secret and is not a member
    bool sheet_in_force(DeviceNumber sheet) const;

    std::size_t entries() const { return entries_.size(); }
    const std::vector<Generation>& audience(EntryNumber entry) const { return entries_[entry].audience; }
    Devices readers(EntryNumber entry) const;            // who can, by what was handed to whom
    Devices may_read(EntryNumber entry) const { return entries_[entry].entitled; }
    // Who has to be able to once everybody came online and did their upkeep: who is a member now, as far as somebody is left
    // to hand the secret on.
    Devices must_read(EntryNumber entry) const;

private:
    struct Person {
        std::string member;
        bool reader = false;
        std::int64_t from = 0;
        std::int64_t until = for_ever;
        bool revoked = false;
    };
    struct Device {
        std::string handle;                  // of a sheet: nobody's
        DeviceNumber admitted_by = 0;        // itself: came with the designation
        bool revoked = false;
        bool lost = false;
    };
    struct Sheet {
        std::string member;
        std::set<std::string> holders;
        bool ended = false;
    };
    struct Group {
        bool history = true;
        std::set<std::string> joined;
        std::map<std::string, std::int64_t> admitted;   // persons, until
    };
    struct Receivers {
        Devices devices;
        std::set<Generation> circles;
    };
    struct Entry {
        std::vector<Generation> audience;
        std::map<std::string, std::set<std::string>> through;   // per circle: direct members since it was sent
        Devices entitled;
    };

    void fall(DeviceNumber device, const std::set<DeviceNumber>& kept, std::optional<DeviceNumber> heir);
    bool counts(const std::string& member) const;
    bool hands_on_history(const std::string& circle) const;
    std::set<std::string> parts(const std::string& circle) const;   // member circles; none: made of devices
    Devices own_devices(const std::string& circle) const;
    bool workable(const std::string& part) const;
    Devices must_read_by(const Generation& sealed) const;
    void observe();

    std::int64_t now_ = 0;
    std::map<std::string, std::int64_t> members_;       // since when they count
    std::set<std::string> suspended_;
    std::map<std::string, Person> persons_;
    std::map<DeviceNumber, Device> devices_;
    std::map<DeviceNumber, Sheet> sheets_;
    std::map<DeviceNumber, Devices> used_;              // sheet: who opened the past with it
    std::map<std::string, Group> groups_;
    std::map<Generation, Receivers> handed_;
    mutable std::map<Generation, Devices> known_;       // knowers() since the last event
    std::vector<Entry> entries_;
};

}  // namespace model
