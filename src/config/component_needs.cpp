// SPDX-License-Identifier: MIT
#include "config/component_needs.hpp"

#include <array>

namespace cpginfra::config {
namespace {

using Component = CPGDatasetComponents;
using Config = CPGInfrastructureConfig;

bool never(const Config&) { return false; }
bool has_hail(const Config& config) { return config.hail.has_value(); }
bool has_hail_azure(const Config& config) { return config.hail && config.hail->azure; }
bool has_analysis_runner(const Config& config) { return config.analysis_runner.has_value(); }
bool has_notebooks(const Config& config) { return config.notebooks.has_value(); }
bool has_cromwell(const Config& config) { return config.cromwell.has_value(); }
bool has_metamist(const Config& config) { return config.metamist.has_value(); }

constexpr std::array kNeeds = {
    // Cromwell's credentials are handed to the analysis runner, so it needs both.
    ComponentNeed{Component::kCromwell, CloudName::kGcp, "cromwell", has_cromwell},
    ComponentNeed{Component::kCromwell, CloudName::kGcp, "analysis_runner", has_analysis_runner},
    ComponentNeed{Component::kCromwell, CloudName::kDryRun, "cromwell", has_cromwell},
    ComponentNeed{Component::kCromwell, CloudName::kDryRun, "analysis_runner", has_analysis_runner},
    // The service and its accounts are Google Cloud's.
    ComponentNeed{Component::kCromwell, CloudName::kAzure, "", never},
    ComponentNeed{Component::kNotebooks, CloudName::kGcp, "notebooks", has_notebooks},
    ComponentNeed{Component::kNotebooks, CloudName::kDryRun, "notebooks", has_notebooks},
    ComponentNeed{Component::kNotebooks, CloudName::kAzure, "", never},
    ComponentNeed{Component::kHailAccounts, CloudName::kGcp, "hail", has_hail},
    ComponentNeed{Component::kHailAccounts, CloudName::kDryRun, "hail", has_hail},
    ComponentNeed{Component::kHailAccounts, CloudName::kAzure, "hail.azure", has_hail_azure},
    ComponentNeed{Component::kMetamist, CloudName::kGcp, "metamist", has_metamist},
    ComponentNeed{Component::kMetamist, CloudName::kDryRun, "metamist", has_metamist},
    ComponentNeed{Component::kMetamist, CloudName::kAzure, "", never},
    ComponentNeed{Component::kAnalysisRunner, CloudName::kGcp, "analysis_runner",
                  has_analysis_runner},
    ComponentNeed{Component::kAnalysisRunner, CloudName::kDryRun, "analysis_runner",
                  has_analysis_runner},
};

}  // namespace

absl::Span<const ComponentNeed> component_needs() { return kNeeds; }

}  // namespace cpginfra::config
